import { blueLobsterCandidate } from "../../testing/bluelobster.ts";
import { holdToContract } from "../provider.contract.ts";

holdToContract(blueLobsterCandidate);
