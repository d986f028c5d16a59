// Generated from resources/steps by npm run generate; do not edit.

/** The arguments of each Jenkins step, by its name. */
export interface StepParameters {
  /** Looks at the node's health before work begins: on a node that is worse than required the build fails early, or goes to another node with the label. */
  agentHealth: {
    /** The worst grade that will do. */
    require?: 'good' | 'degraded'
    /** Takes a node with this label and goes to another one while the grade will not do. Without it the node of the block around is looked at. */
    label?: string
    /** With label: how many other nodes are tried. */
    retries?: number
  }
  /** Builds a game's assets: packs, exports and converts what changed since the last run, and publishes all of it or nothing. */
  assetsCI: {
    /** The folder that holds packline.json, relative to the workspace. */
    project?: string
    /** Builds this rule of the project file and no other. */
    only?: string
    /** fast saves time, release saves bytes. Without it the project file decides. */
    profile?: 'fast' | 'release'
    /** Takes a node with this label and builds there. Without it the build runs on the node of the block around it. */
    label?: string
    /** With label: how often an error that may go away elsewhere, or a lost node, is tried again on another node. */
    retries?: number
    /** Error codes that make the build UNSTABLE and let it go on, where others end it as FAILURE. */
    unstableOn?: string[]
    /** Path in the workspace for the run's JSON report, which is then archived. */
    report?: string
  }
  /** Prints the farm's table and archives it as an HTML page: for a scheduled job. */
  farmReport: {
    /** Path in the workspace for the page, which is then archived. */
    file?: string
    /** Makes the build UNSTABLE when a machine is this bad or worse. */
    unstableOn?: 'poor' | 'degraded' | 'never'
  }
  /** Runs one packline command and turns its typed answer into the build's result. Progress goes to the log; an error ends the build with its code, hint and log link in the build's description. */
  packlineJob: {
    /** The command and its arguments, one word each. No shell reads them: spaces and quotes are safe. */
    command: string[]
    /** Takes a node with this label and runs there. Without it the command runs on the node of the block around it. */
    label?: string
    /** With label: how often an error that may go away elsewhere, or a lost node, is tried again on another node. Needs the plugin Pipeline Utility Steps. */
    retries?: number
    /** Error codes that make the build UNSTABLE and let it go on, where others end it as FAILURE. */
    unstableOn?: string[]
    /** Path in the workspace for the JSON answer, which is then archived. Without it the answer is kept in the workspace's temporary folder. */
    report?: string
  }
  /** Holds a seat of a tool's licence while its body runs, on the node of the block around it. A seat that is lost interrupts the body. */
  withToolLicence: {
    /** The licence, as the agent's configuration names it. */
    name: string
    /** How long to wait for a seat. Without it the agent's configuration decides. */
    waitMinutes?: number
  }
}
