import { XmlShapeSerializer } from "@aws-sdk/core/protocols";
import type { NormalizedSchema } from "@smithy/core/schema";

/** Writes a value as one XML element named after the schema (its `xmlName`, else its shape). */
export const writeXml = (schema: NormalizedSchema, value: object): string => {
  const serializer = new XmlShapeSerializer({
    timestampFormat: { useTrait: true, default: 5 },
    httpBindings: false,
    xmlNamespace: "",
    serviceNamespace: "",
  });
  serializer.write(schema, value);
  return String(serializer.flush());
};

/** Writes a text element. */
export const writeXmlText = (name: string, text: string): string => `<${name}>${escapeXml(text)}</${name}>`;

const escapes: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

const escapeXml = (text: string): string => text.replace(/[&<>]/g, (character) => escapes[character] ?? character);
