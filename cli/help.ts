/** Every command, in the order of `--help`. */
export const commandNames = ["status", "flip", "adopt", "rollback", "history", "shell", "release", "fleet"] as const;

/** One of the commands. */
export type CommandName = (typeof commandNames)[number];

interface Help {
  readonly usage: string;
  readonly summary: string;
  readonly details: readonly string[];
}

const helps: Readonly<Record<CommandName, Help>> = {
  status: {
    usage: "status",
    summary: "what is live, how healthy it is, and how to get back",
    details: [
      "Reads only: the stack's config and state, its history, the two records of cutovers, the load balancer's",
      "rules, the frontend's pointer and the health of both colours. Exit code 4 where what is live is not what was",
      "declared.",
      "The standby's cost is told as what it reserves: instances are shared by both colours and spot prices change",
      "by the hour, so a price would be a guess. With yours in `standby.price` (vcpuHour, gibHour) it is told too.",
    ],
  },
  flip: {
    usage: "flip <blue|green> [--steps <list>] [--yes]",
    summary: "cut over to a colour: preview, check, confirm, update, read back",
    details: [
      "Sets activeColor (and shift to 0) in the stack's config, previews, and refuses every change but the weights",
      "of the weighted rules, the record of them and the frontend's pointer. Then it asks (--yes doesn't), runs",
      "`pulumi up` for exactly these, and reads the weights back from the load balancer.",
      "A colour that isn't full, or was let go after an earlier cutover, is started first: its bounds become those of",
      "the active colour, and no request moves before it has as many healthy tasks. Nothing takes tasks away from it",
      "until `standby.holdSeconds` are over. Where it is refused config and bounds are set back. Afterwards commit the",
      "stack file. A colour whose frontend release isn't complete in the bucket is refused before anything else. Where the",
      "colour has all requests already but viewers still get the other one's frontend, the pointer alone follows.",
      "--steps 1,25,100 --bake 300 gives the colour so many percent of the requests one after the other, each for 300",
      "seconds (the default), while the alarms of both colours are watched. Any alarm (exit code 1) or Ctrl-C (130)",
      "takes all requests back at once. A step that the gate refuses, or a ramp whose terminal died, stays where it",
      "is: `status` says so, the same command goes on from there, `rollback` goes back.",
      "--override takes the digits that a stop printed and has the config's weights written all the same: once, and",
      "only for the load balancer, record and config that the stop was about.",
    ],
  },
  adopt: {
    usage: "adopt [--yes]",
    summary: "keep what somebody set the load balancer to by hand",
    details: [
      "Where every rule does the same and a config can say it, sets activeColor and shift to that and runs",
      "`pulumi up` for the rules, the record and the frontend's pointer, so that config and record say what is live.",
      "No request moves. Good for this one time: the next change by hand is drift again. Afterwards commit the stack file.",
    ],
  },
  rollback: {
    usage: "rollback [--to <n>] [--yes]",
    summary: "go back to the other colour as it last served",
    details: [
      "Takes the newest update in `pulumi stack history` that succeeded with the other colour active, or the one",
      "numbered n in `npm run cli -- history`, and restores activeColor and that colour's entry, nothing else.",
      "Says beforehand whether that is instant (one rule update a service) or what must be started first: a colour is",
      "kept as it is for `standby.holdSeconds` (default 2 hours) after a cutover and then let go down to",
      "`standby.afterHold` (default min). A rollback in the middle of that stops it and starts what is missing.",
      "In the middle of a ramp it takes all requests back to the active colour.",
      "Needs neither Slack nor a registry nor CloudWatch. Remembers what was rolled back, so that an old commit",
      "can't bring it in again unnoticed. Afterwards commit the stack file.",
    ],
  },
  history: {
    usage: "history",
    summary: "the cutovers of the stack, newest first",
    details: [
      "From `pulumi stack history`, failed attempts included; deployments that moved no requests are left out.",
    ],
  },
  shell: {
    usage: "shell <service> [--color <blue|green>]",
    summary: "a shell in a running task of a colour (default: the active one)",
    details: [
      "Runs `aws ecs execute-command` where the AWS CLI and its session-manager-plugin are installed; else, or with",
      "--json or without a terminal, it prints that command.",
    ],
  },
  release: {
    usage: "release <deploy|list|verify|enable|gc>",
    summary: "frontend releases: bring them up, switch to them and back",
    details: [
      "deploy <dir> [--id <id>] [--commit <sha>]  upload a build as a release that nobody is served yet; names below",
      "                                           assets/ must change with their content. Continues what broke off.",
      "list                                       every release, newest first, and the colours that have it",
      "verify <id>                                whether every file of a release is in the bucket",
      "enable <id> [--color <blue|green>]         give a colour (default: the active one) a release that is complete:",
      "       [--yes]                             sets the config, previews, asks, runs `pulumi up` for the pointer alone,",
      "                                           reads it back and asks the edge. The previous id again is the way back.",
      "                                           The standby's release is for testers only: cookie __release=<id>.",
      "gc [--apply]                               delete what no release needs that is live, configured, one of the",
      "                                           newest 10, or younger than 30 days; without --apply only say what.",
      "                                           Waits half a minute for switches that are under way",
      "`enable` alone changes what viewers are served. A flip switches to the other colour's release too.",
    ],
  },
  fleet: {
    usage: "fleet <roll|types>",
    summary: "replace old instances; change the fleet's instance types",
    details: [
      "roll [--batch <n>] [--yes]  replace every instance that was launched from an older template version, or of a type or",
      "                            in a subnet that is no longer wanted: first spot, then on-demand ones, n at once",
      "                            (default 2). Starts replacements, waits until they take tasks, drains the old ones, waits",
      "                            for their last task, ends them. Waits while something is deployed or cut over. Ctrl-C at",
      "                            any point; the same command goes on.",
      "types [--yes]               give the spot fleet the instance types and subnets of the config; pulumi up gives them",
      "                            to the on-demand base only, as it could but replace the fleet with its instances.",
      "After pulumi up with a new fleet.amiId: fleet roll. With new fleet.instanceTypes: fleet types, then fleet roll.",
    ],
  },
};

const everywhere = [
  "  -s, --stack <name>  the stack (default: the selected one)",
  "      --json          one JSON object as the last line of standard output; progress goes to standard error",
  "  -h, --help          this text",
];

const codes = [
  "Exit codes:",
  "  0    done, or nothing to do",
  "  1    failed; a command that changes something says how far it came, and `status` shows it",
  "  2    the command line was wrong",
  "  3    refused or declined; nothing was changed",
  "  4    status: what is live is not what was declared",
  "  130  interrupted with Ctrl-C",
];

/** The text of `--help`, in general or for one command. */
export const formatHelp = (command: CommandName | undefined): string =>
  command === undefined ? general() : commandHelp(helps[command]);

const general = (): string => {
  const width = Math.max(...commandNames.map((name) => helps[name].usage.length)) + 2;
  return [
    "Operate a deployed stack, in the project's folder, with your own pulumi CLI and the stack's AWS settings.",
    "",
    "  npm run cli -- <command> [options]",
    "",
    ...commandNames.map((name) => `  ${helps[name].usage.padEnd(width)}${helps[name].summary}`),
    "",
    ...everywhere,
    "",
    ...codes,
    "",
    "Colours are off where output is piped or NO_COLOR is set. More on one: npm run cli -- <command> --help",
  ].join("\n");
};

const commandHelp = ({ usage, summary, details }: Help): string =>
  [
    `npm run cli -- ${usage}`,
    "",
    `${summary[0]?.toUpperCase()}${summary.slice(1)}.`,
    "",
    ...details,
    "",
    ...everywhere,
    "",
    ...codes,
  ].join("\n");
