import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { PacklineError } from '../errors.js'
import type { Wording } from '../messages/phrase.js'
import type { Author } from '../release/release-store.js'
import { copyContext } from './image-context.js'
import type { CheckoutFacts } from './checkout-facts.js'
import { billOfImage } from './image-bom.js'
import { readLayout } from './image-layout.js'
import type { ImageMachine } from './image-machine.js'
import type { ImagePlan, ImageSources } from './image-plan.js'
import type { ImageRecord, ImageRecords } from './image-records.js'
import { imageTags } from './image-tags.js'
import type { BuildName } from './image-tags.js'

export interface BuildOptions {
  machine: ImageMachine
  records: ImageRecords
  name: BuildName
  facts: CheckoutFacts
  device: string
  author: Author
  now: () => number
  onLine: (line: string) => void
  signal: AbortSignal
}

export interface BuiltImage {
  image: string
  isBuilt: boolean
  why: Wording[]
  /** Those that this build was given. */
  tags: string[]
  record: ImageRecord
}

/**
 * Builds an image, or takes what was built of the same; pushes it by digest, proves it, records it, and only
 * then lets tags name it. Where anything fails, nothing that was there names other bytes.
 */
export async function buildImage (
  sources: ImageSources,
  plan: ImagePlan,
  options: BuildOptions
): Promise<BuiltImage> {
  const { image, settings } = sources
  const tags = imageTags(image, settings.tags, options.name)
  await refuseTaken(settings.repository, tags, plan.record?.digest, options)
  const made = plan.record ?? await build(sources, options)
  // A tag with a number may have been given while this one was built.
  await refuseTaken(settings.repository, tags, made.digest, options)
  for (const { tag } of tags) await options.machine.registry.tag(settings.repository, made.digest, tag)
  const record: ImageRecord = {
    ...made,
    usedAt: new Date(options.now()).toISOString(),
    tags: [...new Set([...made.tags, ...tags.map(({ tag }) => tag)])].sort()
  }
  await options.records.record(image, record, options.author)
  return {
    image,
    isBuilt: plan.record === undefined,
    why: plan.why,
    tags: tags.map(({ tag }) => tag),
    record
  }
}

async function build (sources: ImageSources, options: BuildOptions): Promise<ImageRecord> {
  const { image, settings: { repository, labels, secrets }, containerfile, isPlain } = sources
  const { machine, records, name: { version, build: number, commit }, facts, author, now, signal } = options
  const [context, layout] = [join(machine.work, 'context'), join(machine.work, 'layout')]
  const createdSeconds = facts.committedSeconds ?? Math.floor(now() / 1000)
  const createdAt = new Date(createdSeconds * 1000).toISOString()
  try {
    await copyContext(sources.context, context)
    const digest = await machine.builder.build({
      image,
      context,
      containerfile,
      arguments: sources.arguments,
      secrets: machine.secrets(image, secrets),
      labels: { ...ownLabels(options.name, facts, createdAt), ...labels },
      isPlain,
      createdSeconds,
      layout,
      onLine: options.onLine,
      signal
    })
    const { layers, sizeBytes } = await readLayout(layout, digest)
    const bom = await billOfImage(layers, { repository, digest, version, createdAt })
    await machine.registry.push(layout, repository, digest)
    const record: ImageRecord = {
      repository,
      digest,
      key: sources.key,
      inputs: await records.keepInputs(sources.inputs, author),
      tags: [],
      sizeBytes,
      ...version !== undefined && { version },
      ...number !== undefined && { build: number },
      ...commit !== undefined && { commit },
      at: new Date(now()).toISOString(),
      usedAt: new Date(now()).toISOString(),
      by: author.by,
      machine: options.device,
      bom: await records.keepBom(bom.text, author),
      packages: bom.packages
    }
    await records.record(image, record, author)
    return record
  } finally {
    for (const folder of [context, layout]) await rm(folder, { recursive: true, force: true })
  }
}

/** github.com/opencontainers/image-spec, annotations.md; those of the project win. */
function ownLabels (
  { version, build, commit }: BuildName,
  { source, isChanged }: CheckoutFacts,
  createdAt: string
): Record<string, string> {
  const title = 'org.opencontainers.image'
  const named = [version, build].filter(each => each !== undefined).join('-')
  return {
    [`${title}.created`]: createdAt,
    ...commit !== undefined && { [`${title}.revision`]: isChanged ? `${commit}-dirty` : commit },
    ...source !== undefined && { [`${title}.source`]: source },
    ...named !== '' && { [`${title}.version`]: named }
  }
}

/** Throws CONTAINER_TAG_TAKEN: what names one build never names another. */
async function refuseTaken (
  repository: string,
  tags: ReadonlyArray<{ tag: string, isFixed: boolean }>,
  digest: string | undefined,
  { machine: { registry } }: BuildOptions
): Promise<void> {
  for (const { tag, isFixed } of tags) {
    const there = isFixed ? await registry.digestOf(repository, `:${tag}`) : undefined
    if (there !== undefined && there !== digest) {
      throw new PacklineError('CONTAINER_TAG_TAKEN', { reference: `${repository}:${tag}`, there })
    }
  }
}
