import { env, stdout } from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { createAnnounceSdk } from "../../clients/announce-sdk";
import { createHandler } from "../../drain/announce/create-handler";
import { createAnnouncePorts } from "../../drain/announce/create-ports";
import { parseAnnounceSettings } from "./settings";

const settings = parseAnnounceSettings(env);
const { AWS_LAMBDA_FUNCTION_NAME: FunctionName } = env;
// Not by way of the console: Lambda wraps its lines in JSON of its own, in which CloudWatch finds no metrics.
const log = (line: object) => stdout.write(`${JSON.stringify({ FunctionName, ...line })}\n`);
const runtime = { random: Math.random, sleep, now: Date.now, log };

/** The Lambda entry point. */
export const handler = createHandler(settings, createAnnouncePorts(createAnnounceSdk(), settings.place, runtime));
