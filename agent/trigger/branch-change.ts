import type { PipelineConfig } from '../config/repository-schema.js'
import { pathFilter } from './path-filter.js'
import type { Problem } from './lane.js'
import type { Commit, Source } from './source.js'
import { readRange } from './unreadable-range.js'

/** What a branch's new head means for one pipeline. */
interface Change {
  asks: boolean
  files: number
  /** Why the range cannot be read; it asks then, whatever is in it. */
  unread?: Problem
}

const skipMarks = /\[(skip ci|ci skip|no ci|skip packline)\]/i

/**
 * Whether the commits since the last look ask for a run: they touch what the project file takes in, and do
 * not say otherwise.
 */
export async function changeBetween (
  source: Source,
  pipeline: PipelineConfig,
  seen: string | undefined,
  head: string,
  others: readonly string[],
  signal?: AbortSignal
): Promise<Change> {
  return await readRange(
    async () => await readChange(source, pipeline, seen, head, others, signal),
    unread => ({ asks: true, files: 0, unread })
  )
}

async function readChange (
  source: Source,
  pipeline: PipelineConfig,
  seen: string | undefined,
  head: string,
  others: readonly string[],
  signal?: AbortSignal
): Promise<Change> {
  const filter = await pathFilter(source, head, pipeline.project)
  const isRewritten = seen !== undefined && !await source.isInPast(seen, head)
  const commits = await source.commits(seen === undefined ? others : [seen], head, {
    isMainLine: false,
    ...signal !== undefined && { signal }
  })
  const files = new Set(commits.flatMap(({ paths }) => paths.filter(filter.matters)))
  const asking = commits.filter(({ paths }) => paths.some(filter.matters))
  if (asking.some(commit => wantsRun(commit, pipeline))) return { asks: true, files: files.size }
  // A branch that was put back has lost commits and won none.
  if (seen === undefined || !isRewritten || asking.length > 0) return { asks: false, files: 0 }
  const paths = await source.paths(seen, head).catch(() => undefined)
  return {
    asks: paths === undefined || paths.some(filter.matters),
    files: paths?.filter(filter.matters).length ?? 0
  }
}

function wantsRun ({ message }: Commit, { requirePrefix }: PipelineConfig): boolean {
  return !skipMarks.test(message) && (requirePrefix === undefined || message.startsWith(requirePrefix))
}
