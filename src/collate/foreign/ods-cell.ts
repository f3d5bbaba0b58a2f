import { durationText, isoDay, storedNumber } from "./cell-text.ts";
import type { XmlHandler } from "./xml.ts";

/** What LibreOffice and Excel show in place of a value that cannot be worked out. */
const ERROR = /^(?:#[A-Z0-9/]+[!?]?|Err:\d+)$/;

/** One cell of an .ods as it is read: what it stores, and the paragraphs that it shows. */
export class OdsCell implements XmlHandler {
  readonly said: Record<string, string>;
  private readonly isCovered: boolean;
  private readonly paragraphs: string[] = [];
  private isInParagraph = false;

  constructor(said: Record<string, string>, isCovered: boolean) {
    this.said = said;
    this.isCovered = isCovered;
  }

  open(name: string, attributes: () => Record<string, string>): void {
    if (name === "p" || name === "h") {
      this.isInParagraph = true;
      this.paragraphs.push("");
    } else if (name === "s") this.add(" ".repeat(Math.min(Number(attributes()["text:c"] ?? 1) || 1, 10_000)));
    else if (name === "tab") this.add("\t");
    else if (name === "line-break") this.add("\n");
  }

  /** White space of the XML is one space, and none at the start of a paragraph (OpenDocument part 3, 6.1.2). */
  text(text: string): void {
    if (!this.isInParagraph) return;
    const shown = text.replace(/[ \t\r\n]+/g, " ");
    const before = this.paragraphs.at(-1) ?? "";
    this.add(shown.startsWith(" ") && (before === "" || before.endsWith(" ")) ? shown.slice(1) : shown);
  }

  close(name: string): void {
    if (name === "p" || name === "h") this.isInParagraph = false;
  }

  private add(text: string): void {
    if (this.paragraphs.length > 0) this.paragraphs[this.paragraphs.length - 1] += text;
  }

  /** The cell as text; undefined when it says that it holds a value and does not. Empty under a merged cell. */
  value(): string | undefined {
    if (this.isCovered) return "";
    const { said } = this;
    const shown = this.paragraphs.join("\n");
    const type = said["office:value-type"];
    if (type === undefined || said["calcext:value-type"] === "error") return shown;
    if (said["table:formula"] !== undefined && ERROR.test(shown)) return shown;
    if (type === "string") return said["office:string-value"] ?? shown;
    if (type === "boolean") return said["office:boolean-value"]?.toUpperCase();
    if (type === "date") return said["office:date-value"] && isoDay(said["office:date-value"]);
    if (type === "time") return said["office:time-value"] && durationText(said["office:time-value"]);
    return said["office:value"] === undefined ? undefined : storedNumber(said["office:value"]);
  }
}
