import { readFileSync } from "node:fs";
import { basename } from "node:path";
import Type, { type Static } from "typebox";
import { checkJson, guarded } from "../../store/index.ts";
import { isRealDay, Problem } from "../../terms/index.ts";
import { isTitledName } from "../text/person-marks.ts";

const strict = { additionalProperties: false };
const Day = (description: string) => Type.String({ pattern: "^\\d{4}-\\d{2}-\\d{2}$", description });

/** What comes with every file of a partner, and stands in the ledger beside it for good. No person is named in it. */
export const SubmissionSchema = Type.Object(
  {
    organisation: Type.String({ minLength: 2, maxLength: 200, description: "Who hands the data over." }),
    mailbox: Type.String({
      pattern: "^[^@\\s]{1,64}@[^@\\s]{3,190}$",
      description: "Mailbox of the team that answers for it, never that of a person.",
    }),
    contact_role: Type.String({ minLength: 2, maxLength: 120, description: "Post that answers for it, never a name." }),
    agreement: Type.String({ minLength: 1, maxLength: 200, description: "Reference of the data-sharing agreement." }),
    legal_basis: Type.String({ minLength: 2, maxLength: 500, description: "Law or power on which it is shared." }),
    purpose: Type.String({ minLength: 2, maxLength: 500, description: "What it may be used for." }),
    handling: Type.Enum(["public", "partners", "restricted"], {
      description:
        "public: may be published; partners: stays among the partners of the Lab; restricted: stays in the Lab. Only public figures are exported.",
    }),
    retention_until: Day("Last day on which it may be kept; after it the data are withdrawn."),
    submitted: Day("Day on which it was handed over."),
    licence: Type.Optional(
      Type.String({ minLength: 2, maxLength: 200, description: "Licence of the figures, where handling is public." }),
    ),
  },
  {
    ...strict,
    title: "Record of a submission",
    description: "Who hands a file over, on what basis, and until when it may be kept. JSON, one for each file.",
  },
);

export type Submission = Static<typeof SubmissionSchema>;

/** Mailboxes of teams have such a word in their name. */
const TEAM_WORDS = [
  ...["analysis", "analytics", "compliance", "contact", "crime", "data", "desk", "disclosure", "enquiries", "fraud"],
  ...[
    "information",
    "intelligence",
    "office",
    "performance",
    "records",
    "reporting",
    "research",
    "sharing",
    "statistics",
  ],
  ...["stats", "support", "team", "unit"],
];

/** Reads a record of submission. Throws a Problem when it does not fit the schema, a date is none, or it names a person. */
export function readSubmission(path: string): Submission {
  const file = basename(path);
  const submission = checkJson(
    file,
    guarded(path, () => readFileSync(path)),
    SubmissionSchema,
  );
  for (const name of ["retention_until", "submitted"] as const)
    if (!isRealDay(submission[name]))
      throw new Problem({ code: "paper-fault", file, path: `/${name}`, why: "is no day" });
  const [box = ""] = submission.mailbox.toLowerCase().split("@");
  if (!TEAM_WORDS.some((word) => box.includes(word)))
    throw new Problem({ code: "personal-mailbox", file, path: "/mailbox", words: TEAM_WORDS });
  for (const name of ["contact_role", "organisation"] as const)
    if (isTitledName(submission[name]) || submission[name].includes("@"))
      throw new Problem({
        code: "paper-fault",
        file,
        path: `/${name}`,
        why: "names a person, and the ledger keeps no names",
      });
  return submission;
}
