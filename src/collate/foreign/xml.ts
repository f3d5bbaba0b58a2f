import { SaxesParser } from "saxes";

/** What reads an XML text as it streams by. Names of tags come without their prefix, names of attributes with it. */
export interface XmlHandler {
  open(name: string, attributes: () => Record<string, string>): void;
  close(name: string): void;
  text(text: string): void;
}

/** An XML text that is not well-formed, or that uses what no spreadsheet needs. */
export class XmlFault extends Error {}

/** Longest run of text, in characters, and deepest nesting. Excel allows 32,767 characters in a cell. */
const PIECE_MAX = 1_000_000;
const DEPTH_MAX = 200;

/** Reads XML in pieces of any size, in one pass and with memory for one tag or one run of text. Document types are refused. */
export class XmlReader {
  private readonly parser = new SaxesParser<{ xmlns?: false; position: false }>({ position: false });
  private depth = 0;

  constructor(handler: XmlHandler) {
    const { parser } = this;
    const text = (piece: string): void => {
      if (piece.length > PIECE_MAX)
        throw new XmlFault(`one cell text is longer than ${PIECE_MAX.toLocaleString("en-GB")} characters`);
      if (this.depth > 0) handler.text(piece);
    };
    parser.on("error", (error) => {
      throw new XmlFault(`its XML is broken (${error.message.replace(/\.$/, "")})`);
    });
    parser.on("doctype", () => {
      throw new XmlFault("it declares a document type or an entity");
    });
    parser.on("text", text);
    parser.on("cdata", text);
    parser.on("opentag", ({ name, attributes }) => {
      if (++this.depth > DEPTH_MAX) throw new XmlFault(`it nests deeper than ${DEPTH_MAX}`);
      handler.open(localName(name), () => attributes);
    });
    parser.on("closetag", ({ name }) => {
      this.depth--;
      handler.close(localName(name));
    });
  }

  /** Throws an XmlFault. */
  write(piece: string): void {
    this.parser.write(piece);
  }

  /** Throws an XmlFault when the text stops in the middle. */
  end(): void {
    this.parser.close();
  }
}

export const localName = (name: string): string => name.slice(name.indexOf(":") + 1);
