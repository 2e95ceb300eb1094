import { PolicyPack } from "@pulumi/policy";
import { policies } from "./all";
import { registerPolicy } from "./pack/register-policy";

new PolicyPack("switchyard", { policies: policies.map(registerPolicy) });
