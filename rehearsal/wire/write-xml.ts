import { XmlShapeSerializer } from "@aws-sdk/core/protocols";
import type { NormalizedSchema } from "@smithy/core/schema";

/** Date-time unless a member says otherwise; without a namespace, since no client asks for one. */
export const xmlSettings: ConstructorParameters<typeof XmlShapeSerializer>[0] = {
  timestampFormat: { useTrait: true, default: 5 },
  httpBindings: false,
  xmlNamespace: "",
  serviceNamespace: "",
};

/** Writes a value as one XML element named after the schema (its `xmlName`, else its shape). */
export const writeXml = (schema: NormalizedSchema, value: object): string => {
  const serializer = new XmlShapeSerializer(xmlSettings);
  serializer.write(schema, value);
  return String(serializer.flush());
};

/** An element around others. */
export const wrapXml = (name: string, children: readonly string[]): string => `<${name}>${children.join("")}</${name}>`;

/** A text element. */
export const writeXmlText = (name: string, text: string): string => wrapXml(name, [escapeXml(text)]);

const escapes: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

const escapeXml = (text: string): string => text.replace(/[&<>]/g, (character) => escapes[character] ?? character);
