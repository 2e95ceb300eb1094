import { AwsError } from "../region/operation";

/** AWS's answer to a request that it can't read: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/CommonErrors.html. */
export const malformed = (problem: string): AwsError => new AwsError("SerializationException", problem, 400);

/** Runs a reader of foreign bytes; whatever it throws means that the request is malformed. */
export const readOrRefuse = <T>(what: string, read: () => T): T => {
  try {
    return read();
  } catch (error) {
    throw malformed(`${what} can't be read: ${error instanceof Error ? error.message : String(error)}`);
  }
};
