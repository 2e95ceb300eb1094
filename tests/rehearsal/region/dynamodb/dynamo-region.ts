import { RehearsedRegion } from "../rehearsed-region";

/** A table `jobs` whose key is the text `id`, ready to be used. */
export const withTable = async (): Promise<RehearsedRegion> => {
  const rehearsed = new RehearsedRegion();
  await rehearsed.call("dynamodb", "CreateTable", creation);
  rehearsed.now += 200;
  return rehearsed;
};

/** What creates it. */
export const creation = {
  TableName: "jobs",
  BillingMode: "PAY_PER_REQUEST",
  AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
  KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
};
