import { env } from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { createDrainSdk } from "../../clients/drain-sdk";
import { createHandler } from "../../drain/create-handler";
import { createPorts } from "../../drain/create-ports";
import { parseDrainSettings } from "./settings";

const settings = parseDrainSettings(env);
const runtime = { random: Math.random, sleep, now: Date.now, log: (line: object) => console.log(JSON.stringify(line)) };

/** The Lambda entry point. */
export const handler = createHandler(settings, createPorts(createDrainSdk(), settings, runtime));
