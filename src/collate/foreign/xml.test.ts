import { existsSync, readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { projectFile } from "../../store/index.ts";
import { refuseEntities } from "./refuse-entities.ts";
import { XmlReader } from "./xml.ts";

/** What the reader tells of a text that comes in pieces of `size` characters. */
function told(text: string, size = text.length): string[] {
  const said: string[] = [];
  const xml = new XmlReader({
    open: (name, attributes) => said.push(`<${name} ${JSON.stringify(attributes())}`),
    close: (name) => said.push(`/${name}`),
    text: (piece) => said.push(piece),
  });
  for (let at = 0; at < text.length; at += size) xml.write(text.slice(at, at + size));
  xml.end();
  return said;
}

const SAMPLE = `<?xml version="1.0"?><!-- a > b --><x:a b='1>2' y:c="&lt;&#65;&#x42;"><d/>te&amp;xt<![CDATA[<raw>]]>\r\n</x:a> `;

describe("the XML reader", () => {
  test("tells tags, attributes and text", () =>
    expect(told(SAMPLE)).toEqual(['<a {"b":"1>2","y:c":"<AB"}', "<d {}", "/d", "te&xt", "<raw>", "\n", "/a"]));

  test("tells the same in pieces of any size", () =>
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), (size) => {
        expect(told(SAMPLE, size)).toEqual(told(SAMPLE));
      }),
    ));

  test.each([
    ["<a>", /unclosed tag: a/],
    ["<a></b>", /unexpected close tag/],
    ["<a/><b/>", /only one root/],
    ["<a b=<c/>", /unquoted attribute/],
    ["<a>&nbsp;</a>", /undefined entity/],
    ["<!DOCTYPE a><a/>", /document type/],
    [`${"<a>".repeat(201)}`, /nests deeper/],
    [`<a>${"x".repeat(1_100_000)}</a>`, /longer than/],
  ])("refuses %.40s", (text, why) => expect(() => told(text, 65_536)).toThrow(why));
});

describe("declarations in XML", () => {
  const utf16 = (text: string, mark: boolean): Buffer => Buffer.from(`${mark ? "\uFEFF" : ""}${text}`, "utf16le");
  const DECLARED = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>';
  test.each<[string, Uint8Array]>([
    ["in UTF-8", Buffer.from(DECLARED)],
    ["in lower case", Buffer.from("<!doctype x><x/>")],
    ["in UTF-16 with a mark", utf16(DECLARED, true)],
    ["in UTF-16 without one", utf16(DECLARED, false)],
    ["in UTF-16, big end first", utf16(DECLARED, true).swap16()],
    ["behind another encoding", Buffer.from('<?xml version="1.0" encoding="UTF-7"?>+ADwAIQ-DOCTYPE x+AD4-<x/>')],
    ["behind NULs", Buffer.from("\0\0\0<\0\0\0!")],
    ["far down", Buffer.from(`<x>${" ".repeat(200_000)}</x><!DOCTYPE x>`)],
  ])("are refused %s", (_, bytes) =>
    expect(() => refuseEntities("part.xml", bytes)).toThrow(
      expect.objectContaining({ data: expect.objectContaining({ code: "xml-entity" }) }),
    ),
  );

  test("plain XML passes", () => {
    refuseEntities("part.xml", Buffer.from('<?xml version="1.0" encoding="utf-8"?><x>&lt;!DOCTYPE</x>'));
    refuseEntities("part.xml", utf16('<?xml version="1.0" encoding="UTF-16"?><x/>', true));
  });

  test("the published corpus: all but the plain files are refused", (context) => {
    const folder = projectFile("..", "shared", "bad-inputs", "xml-entity");
    context.skip(!existsSync(folder), "the corpus of hostile inputs is not here");
    const names = readdirSync(folder).filter((name) => name.endsWith(".xml"));
    const passed = names.filter((name) => {
      try {
        refuseEntities(name, readFileSync(`${folder}/${name}`));
        return true;
      } catch (error) {
        expect(error).toMatchObject({ data: { code: "xml-entity", file: name } });
        return false;
      }
    });
    expect(names.length).toBeGreaterThanOrEqual(6);
    expect(passed.sort()).toEqual(["simple-ns.xml", "simple.xml"]);
  });
});
