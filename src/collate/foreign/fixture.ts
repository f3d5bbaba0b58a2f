import { crc32, deflateRawSync } from "node:zlib";
import { Problem } from "../../terms/index.ts";
import { Refusal } from "./refusal.ts";

/** Runs a step of the child process in this one: a Refusal becomes the Problem that the parent makes of it. */
export async function asProblem<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    throw error instanceof Refusal ? new Problem(error.data) : error;
  }
}

/** One entry of a ZIP file made for a test; what is left out is as an honest archive has it. */
export interface ZipEntry {
  name: string;
  data?: string | Uint8Array;
  /** Kind of file and permissions of Unix. */
  mode?: number;
  crc?: number;
  isEncrypted?: boolean;
  /** Size that the list claims. */
  claims?: number;
}

/** A ZIP file (APPNOTE 4.3) made by hand, so that it can also be wrong. */
export function zipOf(entries: ZipEntry[]): Buffer {
  const bodies: Buffer[] = [];
  const list: Buffer[] = [];
  let at = 0;
  for (const entry of entries) {
    const { body, listed } = zipEntry(entry, at);
    bodies.push(body);
    list.push(listed);
    at += body.length;
  }
  const directory = Buffer.concat(list);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...bodies, directory, end]);
}

function zipEntry(entry: ZipEntry, at: number): { body: Buffer; listed: Buffer } {
  const data = Buffer.from(entry.data ?? "");
  const packed = deflateRawSync(data);
  const name = Buffer.from(entry.name);
  const common = Buffer.alloc(26);
  common.writeUInt16LE(20, 0);
  common.writeUInt16LE(0x800 | (entry.isEncrypted ? 1 : 0), 2);
  common.writeUInt16LE(8, 4);
  common.writeUInt32LE(entry.crc ?? crc32(data), 10);
  common.writeUInt32LE(packed.length, 14);
  common.writeUInt32LE(entry.claims ?? data.length, 18);
  common.writeUInt16LE(name.length, 22);
  const head = Buffer.from([0x50, 0x4b, 3, 4]);
  const after = Buffer.alloc(14);
  after.writeUInt32LE(((entry.mode ?? 0o100644) << 16) >>> 0, 6);
  after.writeUInt32LE(at, 10);
  return {
    body: Buffer.concat([head, common, name, packed]),
    listed: Buffer.concat([Buffer.from([0x50, 0x4b, 1, 2, 20, 3]), common, after, name]),
  };
}

/** An .ods file whose content.xml holds these tables, as LibreOffice writes them. */
export const odsOf = (tables: string, styles = ""): Buffer =>
  zipOf([
    { name: "mimetype", data: "application/vnd.oasis.opendocument.spreadsheet" },
    {
      name: "content.xml",
      data: `<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"><office:automatic-styles>${styles}</office:automatic-styles><office:body><office:spreadsheet>${tables}</office:spreadsheet></office:body></office:document-content>`,
    },
  ]);

const RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships";

/** An .xlsx file of one sheet, "Table 1", whose part holds this XML. */
export const xlsxOf = (sheet: string | Uint8Array, strings = ""): Buffer =>
  zipOf([
    { name: "[Content_Types].xml", data: "<Types/>" },
    {
      name: "_rels/.rels",
      data: `<Relationships xmlns="${PACKAGE}"><Relationship Id="r1" Type="${RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    },
    {
      name: "xl/workbook.xml",
      data: `<workbook xmlns:r="${RELATIONS}"><sheets><sheet name="Table 1" sheetId="1" r:id="r1"/></sheets></workbook>`,
    },
    {
      name: "xl/_rels/workbook.xml.rels",
      data: `<Relationships xmlns="${PACKAGE}"><Relationship Id="r1" Type="${RELATIONS}/worksheet" Target="/xl/worksheets/sheet1.xml"/><Relationship Id="r2" Type="${RELATIONS}/sharedStrings" Target="sharedStrings.xml"/></Relationships>`,
    },
    { name: "xl/sharedStrings.xml", data: `<sst>${strings}</sst>` },
    { name: "xl/worksheets/sheet1.xml", data: sheet },
  ]);
