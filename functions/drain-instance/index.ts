import { env, stdout } from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { createDrainSdk } from "../../clients/drain-sdk";
import { createHandler } from "../../drain/create-handler";
import { createPorts } from "../../drain/create-ports";
import { parseDrainSettings } from "./settings";

const settings = parseDrainSettings(env);
const { AWS_LAMBDA_FUNCTION_NAME: FunctionName } = env;
// Not by way of the console: Lambda wraps its lines in JSON of its own, in which CloudWatch finds no metrics.
const log = (line: object) => stdout.write(`${JSON.stringify({ FunctionName, ...line })}\n`);
const runtime = { random: Math.random, sleep, now: Date.now, log };

/** The Lambda entry point. */
export const handler = createHandler(settings, createPorts(createDrainSdk(), settings, runtime));
