import { mkdir, readFile, rm, statfs, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { serverPlace } from '../cache/remote/server-place.js'
import type { AgentConfig } from '../config/agent-schema.js'
import type { Machine } from './machine.js'
import type { Probe } from './probe.js'
import { backupsProbe } from './probes/backup-age.js'
import { directoryProbe } from './probes/directory-age.js'
import { clockProbe, httpClock, type ClockSample } from './probes/clock.js'
import { drivesProbe } from './probes/drives.js'
import { folderProbe, type FolderFiles, type WatchedFolder } from './probes/folder.js'
import { imageBuilderProbe } from './probes/container-builder.js'
import { proofProbe } from './probes/proof-age.js'
import { loadProbe, memoryProbe } from './probes/machine-load.js'
import { mountProbe } from './probes/mount.js'
import { sharedCacheProbe } from './probes/remote-cache.js'
import { serviceAt, serviceProbe, type Service } from './probes/services.js'
import { temperatureProbe } from './probes/temperature.js'
import { toolProbe, toolTable } from './probes/tools.js'

export interface Surroundings {
  config: AgentConfig
  environment: Readonly<Record<string, string | undefined>>
  home: string
  machine: Machine
  /** Tells the files of two agents in one folder apart. */
  ownName: string
  files?: FolderFiles
  /** ZooKeeper's clock, where there is one. */
  clocks?: ReadonlyArray<(signal: AbortSignal) => Promise<ClockSample | undefined>>
}

export const nodeFolderFiles: FolderFiles = {
  statfs,
  makeFolder: async folder => await mkdir(folder, { recursive: true }),
  write: writeFile,
  read: readFile,
  remove: async file => {
    await rm(file, { force: true })
  }
}

/** Every look at this machine that needs no running agent, one row each. */
export function probeTable (
  { config, environment, home, machine, ownName, files = nodeFolderFiles, clocks = [] }: Surroundings
): Probe[] {
  const { platform } = machine
  const tools = toolTable.filter(({ platforms }) => platforms === undefined || platforms.includes(platform))
  const jenkinsClock = config.jenkins === undefined
    ? []
    : [httpClock('jenkins', config.jenkins.url, machine.nowMs)]
  return [
    ...watchedFolders(config, home).map(folder => folderProbe(folder, files, ownName)),
    memoryProbe(machine),
    loadProbe(machine),
    temperatureProbe(machine),
    drivesProbe(machine),
    clockProbe([...clocks, ...jenkinsClock]),
    ...servicesOf(config).map(service => serviceProbe(service)),
    ...config.cache.remote === undefined
      ? []
      : [sharedCacheProbe(home, serverPlace(config.cache.remote.url), machine.nowMs)],
    ...config.backups === undefined ? [] : [backupsProbe(config.backups, home, machine.nowMs)],
    ...config.jenkins?.order === undefined
      ? []
      : [proofProbe('drift', { jenkins: config.jenkins.order.checkEveryHours }, home, machine.nowMs)],
    ...Object.keys(config.sites).length === 0
      ? []
      : [proofProbe('site', hoursOf(config.sites), home, machine.nowMs)],
    ...config.images === undefined
      ? []
      : [
        imageBuilderProbe({ config: config.images, home, environment }),
        proofProbe('image', undefined, home, machine.nowMs)
      ],
    ...Object.keys(config.staging).length === 0
      ? []
      : [proofProbe('staging', hoursOf(config.staging), home, machine.nowMs)],
    ...config.directory === undefined ? [] : [directoryProbe(config.directory, home, machine.nowMs)],
    ...tools.map(tool => toolProbe(tool, { machine, labels: config.labels, environment })),
    ...watchedFolders(config, home).filter(({ role }) => role.startsWith('workspace')).map(folder =>
      mountProbe(folder, machine, tmpdir())
    )
  ]
}

function hoursOf (items: Record<string, { checkEveryHours: number }>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(items).map(([name, { checkEveryHours }]) => [name, checkEveryHours])
  )
}

/** Where the agent works: workspaces, cache and temp. */
export function watchedFolders (config: AgentConfig, home: string): WatchedFolder[] {
  return [
    ...config.workspaces.map((path, index) => ({
      role: index === 0 ? 'workspace' : `workspace-${index + 1}`,
      path
    })),
    { role: 'cache', path: home },
    ...config.images?.storage === undefined ? [] : [{ role: 'images', path: config.images.storage }],
    { role: 'temp', path: tmpdir() }
  ]
}

/** Where builds happen, or at least what they share. */
export function firstFolder ({ workspaces }: Pick<AgentConfig, 'workspaces'>, home: string): string {
  return workspaces[0] ?? home
}

function servicesOf (config: AgentConfig): Service[] {
  const cache = config.cache.remote?.url
  return [
    ...config.jenkins === undefined ? [] : [serviceAt('jenkins', config.jenkins.url)],
    ...config.zookeeper === undefined ? [] : [serviceAt('zookeeper', config.zookeeper.servers)],
    // A bucket's own client finds its servers.
    ...cache === undefined || /^(s3|oss):/.test(cache) ? [] : [serviceAt('cache', cache)]
  ]
}
