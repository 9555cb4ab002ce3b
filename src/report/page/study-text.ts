import { CORE_SCHEMA, defineScalarTag, dump, floatCoreTag } from "js-yaml";

/** A study as a file of YAML, one line per text, however long. */
export function studyText(study: object): string {
  return dump(study, { schema, lineWidth: -1, quoteStyle: "double", noRefs: true, skipInvalid: true });
}

/** Floats as 1e-12; the package writes 1.e-12. */
const schema = CORE_SCHEMA.withTags(
  defineScalarTag(floatCoreTag.tagName, {
    ...floatCoreTag,
    represent: (value) => floatCoreTag.represent(value).replace(".e", "e"),
  }),
);
