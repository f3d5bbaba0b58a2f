import { Problem } from "../../terms/index.ts";
import { Refusal } from "./refusal.ts";
import { DeclarationScan, encodingOf } from "./xml-entities.ts";

/** Refuses an XML text in UTF-8 or UTF-16 that declares a document type, an entity or another encoding. Throws a Problem "xml-entity". */
export function refuseEntities(name: string, bytes: Uint8Array): void {
  try {
    new DeclarationScan(name, name).take(new TextDecoder(encodingOf(bytes)).decode(bytes));
  } catch (error) {
    throw error instanceof Refusal ? new Problem(error.data) : error;
  }
}
