import { vastCandidate } from "../../testing/vast.ts";
import { holdToContract } from "../provider.contract.ts";

holdToContract(vastCandidate);
