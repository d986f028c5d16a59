export interface Place {
  folder: string
  /** `asks` takes requests of people and programs, `works` does them, `keeps` holds what they make, `basis` serves all. */
  role: 'asks' | 'works' | 'keeps' | 'basis'
  /** A few words for the picture, of which nothing needs an escape in XML. */
  short: string
  /** For the table. */
  holds: string
}

const place = (folder: string, role: Place['role'], short: string, holds: string): Place => ({
  folder,
  role,
  short,
  holds
})

/** The folders of agent/. */
export const places: readonly Place[] = [
  place('cli', 'asks', 'commands', 'one file per command; `command-table.ts` lists them'),
  place('http', 'asks', 'routes', "the agent's routes: one plugin per resource; the only user of fastify"),
  place('ui', 'asks', 'pages', "the agent's pages"),
  place(
    'users',
    'works',
    'people, sessions',
    'people who sign in: passwords, identity provider, sessions, roles'
  ),
  place('trigger', 'works', 'pushes → batches', 'pushes that become batches and runs, per forge'),
  place(
    'jobs',
    'works',
    'accepted work',
    'work that the agent accepted: queue, records, processes of their own'
  ),
  place(
    'resident',
    'works',
    'warm workers',
    'warm workers that builds are left to: who finds them, who keeps them'
  ),
  place('assets', 'works', 'one run', 'asset builds; its wings are below'),
  place(
    'packaging',
    'works',
    'packages, hot updates',
    'packages for targets, platforms and channels; hot updates'
  ),
  place('release', 'works', 'targets, flip, resolve', 'targets, registry, resolve, publish and flip'),
  place(
    'farm',
    'works',
    'all machines',
    'the machines as a whole: registry, drain, decisions on Jenkins nodes'
  ),
  place('health', 'works', 'grade of a machine', 'probes, grades and their history'),
  place(
    'self-test',
    'works',
    'tried on this machine',
    'what `packline doctor --self-test` tries, and its report'
  ),
  place('alert', 'works', 'PagerDuty, webhooks', 'what is told to whom'),
  place('notice', 'works', 'robots, mail', 'what teams are told of packages and releases'),
  place('telemetry', 'works', 'spans', 'spans of steps and jobs, for OpenTelemetry'),
  place('jenkins', 'works', 'client', 'the client of a Jenkins controller'),
  place(
    'licence',
    'works',
    'seats, leases',
    'seats and leases of licensed tools: the model and its two stores'
  ),
  place(
    'installation',
    'works',
    'versions, updates',
    'versions of packline beside each other: archives, updates, the way back'
  ),
  place(
    'sites',
    'works',
    'sites, servers',
    'all services of an environment on one machine; inventories of servers'
  ),
  place('staging', 'works', 'Kubernetes', 'staging environments on Kubernetes, one for each branch'),
  place('backup', 'works', 'copies, drills', 'backups of services, and the drills that prove them'),
  place('directory', 'works', 'people, LDAP', 'people of a source, brought into an LDAP directory'),
  place('images', 'works', 'buildah, registries', 'container images: planned, built, pushed, pruned'),
  place('cache', 'keeps', 'content, actions', 'the content store, the action cache, collecting what is old'),
  place(
    'coordination',
    'keeps',
    'ZooKeeper, documents',
    'the ZooKeeper session, and documents that machines share'
  ),
  place('config', 'basis', '', "the project file and the agent's configuration: one schema each"),
  place('formats', 'basis', '', 'XML, property lists, zip: files that others define'),
  place('files', 'basis', '', 'walking, globs, locks, atomic files, digests'),
  place('processes', 'basis', '', 'the one way to run a program'),
  place('messages', 'basis', '', 'texts for people, English and Chinese')
]

/** The wings of agent/assets. */
export const wings: readonly Place[] = [
  place('proposal', 'asks', 'tree → rules', 'rules for a repository that has none'),
  place('run', 'asks', 'plan, execute, finish', 'one run in three steps, and its report'),
  place(
    'processors',
    'works',
    'atlas, ccsui, image, copy',
    'one file per processor; `processors.ts` lists them'
  ),
  place('references', 'works', 'frames, csb → sheets', 'whether everything that outputs name exists'),
  place('atlas', 'works', 'pack, draw, plist', 'texture atlases: trim, layout, pages, sheets; TexturePacker'),
  place('ccsui', 'works', 'csd → csb', 'the Cocos Studio exporter; Cocos.Tool and CCSUIExporter'),
  place('outputs', 'keeps', 'publish', 'publishing whole trees, recovering, what is ours'),
  place('actions', 'keeps', 'keys, runner', 'units of work with a key, and who runs them'),
  place('pictures', 'basis', '', 'decoding, encoding, pixel formats'),
  place('sources', 'basis', '', 'scanning a project, groups, the file index')
]
