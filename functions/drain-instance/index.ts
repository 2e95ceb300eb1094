import { env } from "node:process";
import { createHandler } from "../../drain/create-handler";
import { createDrainPorts } from "./create-ports";
import { parseDrainSettings } from "./settings";

const settings = parseDrainSettings(env);

/** The Lambda entry point. */
export const handler = createHandler(settings, createDrainPorts(settings));
