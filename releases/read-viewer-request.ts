import { readFileSync } from "node:fs";
import path from "node:path";

/** The source of the CloudFront Function as it is deployed. */
export const readViewerRequest = (): string =>
  readFileSync(path.join(__dirname, "edge-function", "viewer-request.js"), "utf8");
