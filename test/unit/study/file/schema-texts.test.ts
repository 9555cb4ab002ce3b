import test, { type ExecutionContext } from "ava";
import { z } from "zod";
import { studyJsonSchema } from "../../../../src/study/file/json-schema.js";
import { meshStudySchema, stateStudySchema } from "../../../../src/study/file/schema.js";
import { above } from "../../../support/matchers.js";

interface Key {
  readonly path: string;
  readonly schema: z.ZodType;
}

/** Every key of a schema, whatever it is wrapped in. */
function keysOf(schema: z.core.$ZodType, path: string): Key[] {
  const def = schema._zod.def as unknown as Readonly<Record<string, unknown>>;
  const own = Object.entries((def.shape ?? {}) as Record<string, z.ZodType>).flatMap(([name, inner]) => [
    { path: `${path}.${name}`, schema: inner },
    ...keysOf(inner, `${path}.${name}`),
  ]);
  const within = [def.innerType, def.element, def.valueType, def.in, def.options, def.items].flat();
  return [...own, ...within.flatMap((inner) => (inner ? keysOf(inner as z.ZodType, path) : []))];
}

const keys = [...keysOf(meshStudySchema, "mesh"), ...keysOf(stateStudySchema, "states")];

/** What a key is once it is unwrapped. */
function innermost(schema: z.ZodType): z.ZodType {
  const { innerType } = schema._zod.def as { innerType?: z.ZodType };
  return innerType === undefined ? schema : innermost(innerType);
}

function none(t: ExecutionContext, found: readonly Key[]): void {
  t.deepEqual(
    found.map(({ path }) => path),
    [],
  );
}

const descriptionOf = ({ schema }: Key): string => schema.meta()?.description ?? "";
const isConstant = ({ schema }: Key): boolean => innermost(schema) instanceof z.ZodLiteral;

test("every key of a study has a description, in sentences", (t) => {
  above(t, keys.length, 200);
  none(
    t,
    keys.filter((key) => !/^\S.*[.]$/.test(descriptionOf(key))),
  );
});

test("every key but one that is a constant has an example, and every example is accepted", (t) => {
  const examples = ({ schema }: Key) => (schema.meta()?.examples ?? []) as unknown[];
  none(
    t,
    keys.filter((key) => !isConstant(key) && examples(key).length === 0),
  );
  for (const key of keys) {
    for (const example of examples(key)) t.true(key.schema.safeParse(example).success, key.path);
  }
});

test("every key that may be left out has a default, in the schema or in words", (t) => {
  const isOptional = ({ schema }: Key) => schema.safeParse(undefined).success;
  const inSchema = ({ schema }: Key) => "default" in (z.toJSONSchema(schema, { io: "input" }) as object);
  none(
    t,
    keys.filter((key) => isOptional(key) && !inSchema(key) && !/default/.test(descriptionOf(key))),
  );
});

test("every number that is no count has its unit in words", (t) => {
  const hasUnit = (key: Key) => /Unit(?: of K)?: |tau|[Ss]eed|layer's/.test(descriptionOf(key));
  const isReal = ({ schema }: Key) => {
    const inner = innermost(schema);
    return inner instanceof z.ZodNumber && inner.format !== "safeint";
  };
  none(
    t,
    keys.filter((key) => isReal(key) && !hasUnit(key)),
  );
});

test("what tells alternatives apart leads to them: no union of mappings is left to guess by", (t) => {
  const schema = studyJsonSchema();
  t.deepEqual(Object.keys(schema), ["$schema", "type", "if", "then", "else"]);
  t.false(JSON.stringify(schema).includes('"oneOf"'));
});
