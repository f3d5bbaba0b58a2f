import type { Entry } from "yauzl";
import { Archive } from "./archive.ts";
import { containerOf } from "./first-bytes.ts";
import { hasEncryptedPackage } from "./old-office.ts";
import type { Task } from "./order.ts";
import { Refusal } from "./refusal.ts";
import { XmlFault, type XmlHandler, XmlReader } from "./xml.ts";
import { DeclarationScan, encodingOf } from "./xml-entities.ts";

const XML_PART = /\.(?:xml|rels|rdf|vml)$/i;

/** The parts of a workbook, all of them checked before any is read: the archive's rules, checksums, and no declarations in any XML. */
export class WorkbookParts {
  readonly file: string;
  private readonly archive: Archive;
  /** Addresses of merged cells by part, for .xlsx: they stand after the cells that they are about. */
  private readonly merges = new Map<string, string[]>();

  private constructor(archive: Archive, file: string) {
    this.archive = archive;
    this.file = file;
  }

  /** Throws a Refusal when the file is no workbook of today or breaks a rule. */
  static async open({ path, shown, limits }: Task): Promise<WorkbookParts> {
    const container = containerOf(path);
    if (container === "old-office")
      throw new Refusal(
        hasEncryptedPackage(path)
          ? { code: "encrypted", file: shown, part: "the workbook" }
          : { code: "old-workbook", file: shown },
      );
    if (container !== "zip") throw damagedWorkbook(shown, "it does not begin as a workbook does");
    const parts = new WorkbookParts(await Archive.open(path, shown, limits), shown);
    for (const entry of parts.archive.entries) await parts.check(entry);
    return parts;
  }

  has = (path: string): boolean => this.archive.find(path) !== undefined;

  mergesOf = (path: string): string[] => this.merges.get(path) ?? [];

  close = (): void => this.archive.close();

  private async check(entry: Entry): Promise<void> {
    if (!XML_PART.test(entry.fileName)) {
      for await (const _ of this.archive.bytes(entry));
      return;
    }
    const scan = new DeclarationScan(this.file, entry.fileName);
    const merges = new MergeScan();
    for await (const text of this.text(entry)) {
      scan.take(text);
      merges.take(text);
    }
    if (merges.found.length > 0) this.merges.set(entry.fileName, merges.found);
  }

  /** Reads one part piece by piece, with a pause after each, so that what the handler has found can be taken. Throws a Refusal. */
  async *read(path: string, handler: XmlHandler): AsyncGenerator<void> {
    const entry = this.archive.find(path);
    if (!entry) throw damagedWorkbook(this.file, `it has no part ${path}`);
    const xml = new XmlReader(handler);
    try {
      for await (const text of this.text(entry)) {
        xml.write(text);
        yield;
      }
      xml.end();
      yield;
    } catch (error) {
      throw error instanceof XmlFault ? damagedWorkbook(this.file, `${path}: ${error.message}`) : error;
    }
  }

  /** Reads one part whole, for the small ones. Throws a Refusal. */
  async readAll(path: string, handler: XmlHandler): Promise<void> {
    for await (const _ of this.read(path, handler));
  }

  private async *text(entry: Entry): AsyncGenerator<string> {
    let decoder: InstanceType<typeof TextDecoder> | undefined;
    try {
      for await (const bytes of this.archive.bytes(entry)) {
        decoder ??= new TextDecoder(encodingOf(bytes), { fatal: true });
        yield decoder.decode(bytes, { stream: true });
      }
      yield decoder?.decode() ?? "";
    } catch (error) {
      if ((error as { code?: string }).code !== "ERR_ENCODING_INVALID_ENCODED_DATA") throw error;
      throw damagedWorkbook(this.file, `${entry.fileName} is not in the encoding that it declares`);
    }
  }
}

/** Finds the merged cells of an .xlsx sheet in its text as it streams by. */
class MergeScan {
  readonly found: string[] = [];
  private carry = "";

  take(text: string): void {
    const seen = this.carry + text;
    let end = Math.max(0, seen.length - 200);
    if (seen.includes("mergeCell "))
      for (const match of seen.matchAll(/<(?:\w+:)?mergeCell [^>]*?ref=["']([A-Z0-9:]+)["'][^>]*>/g)) {
        this.found.push(match[1] ?? "");
        end = Math.max(end, match.index + match[0].length);
      }
    this.carry = seen.slice(end);
  }
}

export const damagedWorkbook = (file: string, why: string): Refusal =>
  new Refusal({ code: "damaged-workbook", file, why });
