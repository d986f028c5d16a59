import type { PipelineConfig } from '../config/repository-schema.js'
import { pathFilter } from './path-filter.js'
import type { Problem } from './lane.js'
import type { Commit, Source } from './source.js'
import { readRange } from './unreadable-range.js'

/**
 * The commit that a run takes, and what it takes in. `paths` is undefined where everything is to be built.
 */
export interface Choice {
  head: string
  isFull: boolean
  commits: string[]
  paths: string[] | undefined
  /** Why its range cannot be read; everything is built then. */
  unread?: Problem
}

/**
 * The commit to build of those up to `goal`: the last one that keeps the batch within `maxFiles`, and one
 * commit at least.
 */
export async function chooseBatch (
  source: Source,
  pipeline: PipelineConfig,
  since: readonly string[],
  isBased: boolean,
  goal: string,
  maxFiles: number
): Promise<Choice> {
  return await readRange(
    async () => await readBatch(source, pipeline, since, isBased, goal, maxFiles),
    unread => ({ head: goal, isFull: true, commits: [goal], paths: undefined, unread })
  )
}

async function readBatch (
  source: Source,
  pipeline: PipelineConfig,
  since: readonly string[],
  isBased: boolean,
  goal: string,
  maxFiles: number
): Promise<Choice> {
  const isFull = !isBased || !await allInPast(source, since, goal)
  const filter = await pathFilter(source, goal, pipeline.project)
  const commits = await source.commits(since, goal, { isMainLine: false })
  const files = new Set(commits.flatMap(({ paths }) => paths.filter(filter.matters)))
  if (isFull || files.size <= maxFiles) {
    return await choiceAt(source, filter.matters, since, isFull, goal, commits)
  }
  const line = await source.commits(since, goal, { isMainLine: true })
  const head = cutAt(line, filter.matters, maxFiles) ?? goal
  return await choiceAt(source, filter.matters, since, isFull, head)
}

/** The commit in the middle between the good ones and the bad one; the bad one itself when there is none. */
export async function chooseProbe (
  source: Source,
  pipeline: PipelineConfig,
  since: readonly string[],
  bad: string
): Promise<Choice | { culprit: string }> {
  const filter = await pathFilter(source, bad, pipeline.project)
  const line = await source.commits(since, bad, { isMainLine: true })
  // Others cannot be at fault; the bad one may be an empty merge.
  const suspects = line.filter(({ paths }) => paths.some(filter.matters))
  const middle = suspects[Math.floor(suspects.length / 2) - 1]
  if (middle === undefined) return { culprit: suspects[0]?.id ?? bad }
  return await choiceAt(source, filter.matters, since, false, middle.id)
}

async function choiceAt (
  source: Source,
  matters: (path: string) => boolean,
  since: readonly string[],
  isFull: boolean,
  head: string,
  known?: readonly Commit[]
): Promise<Choice> {
  const commits = (known ?? await source.commits(since, head, { isMainLine: false })).map(({ id }) => id)
  const base = since[0]
  const paths = isFull || base === undefined ? undefined : (await source.paths(base, head)).filter(matters)
  return { head, isFull, commits: commits.length > 0 ? commits : [head], paths }
}

function cutAt (
  line: readonly Commit[],
  matters: (path: string) => boolean,
  maxFiles: number
): string | undefined {
  const files = new Set<string>()
  let last: string | undefined
  for (const { id, paths } of line) {
    for (const path of paths) {
      if (matters(path)) files.add(path)
    }
    if (files.size > maxFiles && last !== undefined) return last
    last = id
  }
  return last
}

async function allInPast (source: Source, since: readonly string[], head: string): Promise<boolean> {
  for (const each of since) {
    if (!await source.isInPast(each, head)) return false
  }
  return true
}
