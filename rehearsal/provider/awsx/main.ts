import { main, type Provider } from "@pulumi/pulumi/provider";
import { findVpcArgs, Vpc } from "./vpc";

/** Makes the components of the `awsx` package; the signature is Pulumi's. */
const construct: NonNullable<Provider["construct"]> = async (name, type, inputs, options) => {
  if (type !== "awsx:ec2:Vpc") throw new Error(`The rehearsal does not model ${type}: use awsx:ec2:Vpc.`);
  const args = await findVpcArgs(inputs, options.parent === undefined ? {} : { parent: options.parent });
  const vpc = new Vpc(name, args, options);
  return { urn: vpc.urn, state: vpc.state };
};

// Whoever started this process may be killed: then nobody else would end it.
process.on("disconnect", () => process.exit(0));

// The engine says where it is when it attaches; until then the address is a placeholder.
void main({ version: "3.9.0", construct }, ["127.0.0.1:1"]);
