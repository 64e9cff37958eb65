import { tensorDockCandidate } from "../../testing/tensordock.ts";
import { holdToContract } from "../provider.contract.ts";

holdToContract(tensorDockCandidate);
