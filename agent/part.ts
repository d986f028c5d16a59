import type { FastifyPluginAsync } from 'fastify'
import type { AgentConfig } from './config/agent-schema.js'
import type { Redactor } from './config/redaction.js'
import type { RepositoryStanding } from './health/probes/repositories.js'
import type { JobQueue } from './jobs/job-queue.js'
import type { Wording } from './messages/phrase.js'

/** How an agent ends. */
export interface AgentEnd {
  /** How long it waits for the jobs that run. */
  drainMs: number
  /**
   * What runs then goes on, and the agent that starts next takes it up; otherwise it is stopped and queued.
   */
  leaveRunning: boolean
}

/**
 * What the parts of an agent get to work with. Nothing below reads the environment, the folder or the clock
 * itself.
 */
export interface AgentContext {
  config: AgentConfig
  /** Where the configuration was read, or would be. */
  configFile: string
  /** PACKLINE_HOME: everything that the agent keeps. */
  home: string
  cwd: string
  environment: Readonly<Record<string, string | undefined>>
  /** Takes the secrets of the configuration and the environment out of what is shown and kept. */
  redactor: Redactor
  /** The jobs of this agent: hand in, pause, count. */
  jobs: JobQueue
  /** Name of this machine. */
  device: string
  log: Log
  now: () => number
  /** Aborted when the agent closes. */
  signal: AbortSignal
  /** The repositories that a part of this agent watches. */
  repositories: () => Promise<RepositoryStanding[]>
  /** Why receivers of notices could not be reached, by their names. */
  noticeProblems?: () => ReadonlyMap<string, Wording>
  /** Ends the agent: it drains until the deadline, closes, and its process ends. */
  end: (how: AgentEnd) => void
}

type LogLine = (fields: Record<string, unknown>, message: string) => void
export interface Log {
  debug: LogLine
  info: LogLine
  warn: LogLine
  error: LogLine
}

/** Something that the agent runs, with the routes that show it. */
export interface Part {
  name: string
  /** A Fastify plugin of its own, encapsulated; each route names its role in `config: { role }`. */
  routes?: FastifyPluginAsync
  /** Takes nothing new, and ends, hands back or leaves what is under way before `deadline` aborts. */
  drain?: (deadline: AbortSignal, leaveRunning: boolean) => Promise<void>
  close?: () => Promise<void>
  repositories?: () => Promise<RepositoryStanding[]>
  noticeProblems?: () => ReadonlyMap<string, Wording>
}
