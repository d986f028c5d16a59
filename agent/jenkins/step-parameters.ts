// Generated from resources/steps by npm run generate; do not edit.

/** The arguments of each Jenkins step, by its name. */
export interface StepParameters {
  /** Looks at the node's health before work begins: on a node that is worse than required the build fails early, or goes to another node with the label. */
  agentHealth: {
    /** The worst grade that will do. */
    require?: 'good' | 'degraded'
    /** Takes a node with this label, goes to another one while the grade will not do, and runs the body there. Without it the node of the block around is looked at. */
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
  /** Makes the packages of all targets, platforms and channels from one baseline. A row whose inputs did not change is reused. */
  crossPackage: {
    /** The folder that holds packline.json, relative to the workspace. */
    project?: string
    /** The version of the packages. Without it the project file's. */
    version?: string
    /** The build number of the packages. Without it the project file's. */
    build?: number
    /** Makes only the rows that match one of these globs: target/platform/channel. */
    rows?: string[]
    /** How many rows are made at once. Without it the project file's limits decide. */
    jobs?: number
    /** Checks every signed APK with apksigner, too. */
    verify?: boolean
    /** Records the packages in the registry of releases, with this text as the reason. Needed before they are published. */
    record?: string
    /** Takes a node with this label and works there. Without it the step works on the node of the block around it. */
    label?: string
    /** With label: how often an error that may go away elsewhere, or a lost node, is tried again on another node. */
    retries?: number
    /** Error codes that make the build UNSTABLE and let it go on, where others end it as FAILURE. */
    unstableOn?: string[]
    /** Path in the workspace for the JSON report with all rows, which is then archived. */
    report?: string
  }
  /** Prints the farm's table and archives it as an HTML page: for a scheduled job. */
  farmReport: {
    /** Path in the workspace for the page, which is then archived. */
    file?: string
    /** Makes the build UNSTABLE when a machine is this bad or worse. */
    unstableOn?: 'poor' | 'degraded' | 'never'
  }
  /** Turns what is in review at one target into what is live at another, in one transaction. Asks nobody: put an input step before it, outside of node. Of two flips at once one wins, and the other ends with RELEASE_FLIP_LOST or RELEASE_FLIP_REFUSED. */
  flipRelease: {
    /** The target where the release is in review. */
    from: string
    /** The target that it goes live at. */
    to: string
    /** The reason, which the history keeps. */
    why: string
    /** The folder that holds packline.json, relative to the workspace. Without it and without game the current folder. */
    project?: string
    /** The game's name, where there is no checkout. In place of project. */
    game?: string
    /** Checks everything and says what would change, and changes nothing. */
    dryRun?: boolean
    /** Takes a node with this label and works there. Without it the step works on the node of the block around it. */
    label?: string
    /** With label: how often a lost node, or a service that is not reached from it, is tried again on another node. The flip is done once, however often it is sent. */
    retries?: number
    /** Error codes that make the build UNSTABLE and let it go on, where others end it as FAILURE. */
    unstableOn?: string[]
  }
  /** Publishes the project's content as a hot-update version for each target, manifests last. A version is never used twice. */
  hotUpdate: {
    /** The folder that holds packline.json, relative to the workspace. */
    project?: string
    /** The hot-update version: higher than every one before it. */
    version: string
    /** Only these targets. Without it all that have a hot update. */
    targets?: string[]
    /** Publishes the content of this earlier version again, under the new one: the way back. */
    contentOf?: string
    /** Records the update as part of this release, so that it goes live with a flip. Needs why. */
    release?: string
    /** With release: the reason, which the history keeps. */
    why?: string
    /** Takes a node with this label and works there. Without it the step works on the node of the block around it. */
    label?: string
    /** With label: how often an error that may go away elsewhere, or a lost node, is tried again on another node. */
    retries?: number
    /** Error codes that make the build UNSTABLE and let it go on, where others end it as FAILURE. */
    unstableOn?: string[]
    /** Path in the workspace for the JSON report, which is then archived. */
    report?: string
  }
  /** Runs one packline command and turns its typed answer into the build's result. Progress goes to the log; an error ends the build with its code, hint and log link in the build's description. */
  packlineJob: {
    /** The command and its arguments, one word each. No shell reads them: spaces and quotes are safe. */
    command: string[]
    /** Takes a node with this label and runs there. Without it the command runs on the node of the block around it. */
    label?: string
    /** With label: how often an error that may go away elsewhere, or a lost node, is tried again on another node. Needs the plugin Pipeline Utility Steps. */
    retries?: number
    /** Whether the body runs before the command, or after it when it ended well. Both run on the same node. */
    bodyRuns?: 'before' | 'after'
    /** Error codes that make the build UNSTABLE and let it go on, where others end it as FAILURE. */
    unstableOn?: string[]
    /** Path in the workspace for the JSON answer, which is then archived. Without it the answer is kept in the workspace's temporary folder. */
    report?: string
  }
  /** Hands the packages of a recorded release to where they are served: a folder, a server that takes PUT, or a command. Done again, it goes on where it was interrupted. */
  publishRelease: {
    /** The release: VERSION-BUILD, or VERSION for its last build. */
    release: string
    /** The reason, which the history keeps. */
    why: string
    /** The target whose packages are published. Without it those of a project without targets. */
    target?: string
    /** The folder that holds packline.json and in which the packages were made, relative to the workspace. */
    project?: string
    /** Publishes into this folder. One of folder, url and command is needed. */
    folder?: string
    /** Publishes below this address with PUT. */
    url?: string
    /** With url: where the bearer token is read from, env:NAME or file:PATH. Never the token itself. */
    token?: string
    /** Publishes with this command, one word each. */
    command?: string[]
    /** A folder with a hot update, which goes along, its manifests last. */
    hotUpdateFolder?: string
    /** Checks everything and says what would be handed over, and writes nothing. */
    dryRun?: boolean
    /** Takes a node with this label and works there. Without it the step works on the node of the block around it. */
    label?: string
    /** With label: how often an error that may go away elsewhere, or a lost node, is tried again on another node. */
    retries?: number
    /** Error codes that make the build UNSTABLE and let it go on, where others end it as FAILURE. */
    unstableOn?: string[]
  }
  /** Holds a seat of a tool's licence while its body runs, on the node of the block around it. A seat that is lost interrupts the body. */
  withToolLicence: {
    /** The licence, as the agent's configuration names it. */
    name: string
    /** How long to wait for a seat. Without it the agent's configuration decides. */
    waitMinutes?: number
  }
}
