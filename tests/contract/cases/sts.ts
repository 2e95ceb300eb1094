import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { both, type ContractCase } from "../contract-case";

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html */
export const stsCases: readonly ContractCase[] = [
  {
    name: "the caller's account has twelve digits and its ARN names it",
    run: async ({ sts }) => {
      const { Account = "", Arn = "", UserId = "" } = await sts.send(new GetCallerIdentityCommand({}));
      return [/^\d{12}$/.test(Account), Arn.split(":")[4] === Account, UserId.length > 0];
    },
    emulators: both,
  },
];
