import { hostname } from 'node:os'
import { packlineHome } from '../../config/home.js'
import { PacklineError } from '../../errors.js'
import { ProofRecords } from '../../health/proof-records.js'
import { buildImage } from '../../images/build-image.js'
import type { BuiltImage } from '../../images/build-image.js'
import { checkoutFacts } from '../../images/checkout-facts.js'
import type { CheckoutFacts } from '../../images/checkout-facts.js'
import type { ImageMachine } from '../../images/image-machine.js'
import { imageSources, planImage } from '../../images/image-plan.js'
import type { ImagePlan, ImageSources } from '../../images/image-plan.js'
import { releaseImages } from '../../images/release-images.js'
import type { BuildName } from '../../images/image-tags.js'
import { describeError, worded } from '../../messages/message.js'
import { phrase, type Wording } from '../../messages/phrase.js'
import { readableSize } from '../../messages/readable-size.js'
import type { Author } from '../../release/release-store.js'
import { actingPerson } from '../acting-person.js'
import { defineCommand } from '../command.js'
import type { CommandContext } from '../command.js'
import { authorOf } from '../release/open-release.js'
import { required } from '../release/required-option.js'
import { say } from '../release/show.js'
import { show, table, tell, tellLine } from '../terminal.js'
import { chosenImages, imageOptions, withImages, withMachine } from './open-images.js'
import type { OpenImages } from './open-images.js'

const buildOptions = {
  ...imageOptions,
  argument: { type: 'string', value: 'NAME=VALUE', multiple: true, describe: 'option.imageArgument' },
  rebuild: { type: 'boolean', describe: 'option.imageRebuild' }
} as const

interface Given {
  argument: readonly string[]
  rebuild: boolean
  config?: string | undefined
}

interface Planned {
  sources: ImageSources
  plan: ImagePlan
}

export const plan = defineCommand({
  name: 'image plan',
  describe: 'command.imagePlan',
  positionals: ['[NAME…]'],
  options: buildOptions,
  run: async (context, options, names) =>
    await withImages(
      context,
      options,
      async open =>
        await withMachine(context, options.config, async machine => {
          const planned: Planned[] = []
          for (const name of chosenImages(open, names).map(([each]) => each)) {
            planned.push(await planOne(context, open, machine, options, name))
          }
          const plans = planned.map(({ plan }) => shownPlan(plan))
          return show(context, options.json, { images: plans }, () =>
            plans.length === 0
              ? [say(context, 'image.none')]
              : table(
                context,
                (['image', 'state', 'why'] as const).map(column => say(context, `image.column.${column}`)),
                plans.map(({ image, state, why, digest = '' }) => [
                  image,
                  say(context, `image.state.${state}`),
                  state === 'unchanged'
                    ? digest.slice(0, 19)
                    : why.map(reason => worded(context.locale, reason)).join('; ')
                ])
              ))
        })
    )
})

export const build = defineCommand({
  name: 'image build',
  describe: 'command.imageBuild',
  positionals: ['[NAME…]'],
  options: {
    ...buildOptions,
    'app-version': { type: 'string', value: 'VERSION', describe: 'option.imageVersion' },
    build: { type: 'integer', minimum: 1, maximum: 2_100_000_000, describe: 'option.imageBuild' },
    commit: { type: 'string', value: 'COMMIT', describe: 'option.imageCommit' },
    record: { type: 'boolean', describe: 'option.imageRecord' },
    why: { type: 'string', value: 'TEXT', describe: 'option.why' }
  },
  run: async (context, options, names) =>
    await withImages(context, options, async open => {
      const { environment, signal } = context
      const author: Author = options.record
        ? authorOf(context, 'image build', options)
        : { by: actingPerson(environment), why: options.why ?? 'image build' }
      const facts = await checkoutFacts(open.folder, environment, signal)
      const name = buildName(open, options, facts)
      if (options.record) required('image build', 'build', options.build === undefined ? undefined : 'given')
      if (options.record) required('image build', 'app-version', name.version)
      return await withMachine(context, options.config, async (machine, device) => {
        const built: BuiltImage[] = []
        for (const [image] of chosenImages(open, names)) {
          built.push(
            await proven(
              context,
              open,
              image,
              async () =>
                await buildOne(context, open, { machine, device, options, author, facts, name }, image)
            )
          )
        }
        const release = options.record ? await releaseImages(open, built, name, author) : undefined
        if (release !== undefined) {
          tell(context, 'image.recorded', { release, images: built.map(({ image }) => image) })
        }
        const document = { images: built, ...release !== undefined && { release } }
        return show(context, options.json, document, () => [])
      })
    })
})

interface BuildRun {
  machine: ImageMachine
  device: string
  options: Given
  author: Author
  facts: CheckoutFacts
  name: BuildName
}

async function buildOne (
  context: CommandContext,
  open: OpenImages,
  { machine, device, options, author, facts, name }: BuildRun,
  image: string
): Promise<BuiltImage> {
  const { sources, plan } = await planOne(context, open, machine, options, image)
  if (plan.record === undefined) {
    const why = plan.why.map(reason => worded(context.locale, reason)).join('; ')
    tell(context, 'image.building', { image, why })
  } else tell(context, 'image.unchanged', { image, digest: plan.record.digest.slice(0, 19) })
  const built = await buildImage(sources, plan, {
    machine,
    records: open.records,
    name,
    facts,
    device: device === '' ? hostname() : device,
    author,
    now: Date.now,
    onLine: line => {
      tellLine(context, `  ${line}`)
    },
    signal: context.signal
  })
  const { tags, record: { repository, digest, sizeBytes, packages } } = built
  if (built.isBuilt) {
    tell(context, 'image.built', {
      image,
      reference: `${repository}:${tags[0] ?? ''}@${digest.slice(0, 19)}`,
      size: readableSize(sizeBytes),
      packages
    })
  }
  return built
}

/** Keeps on this machine what became of it, for the farm's page. */
async function proven (
  { environment, signal }: CommandContext,
  { store }: OpenImages,
  image: string,
  work: () => Promise<BuiltImage>
): Promise<BuiltImage> {
  const records = new ProofRecords(packlineHome(environment), 'image')
  const looked = async (problems: Wording[], detail?: string): Promise<void> => {
    await records.looked(`${store.project}.${image}`, new Date().toISOString(), problems, detail)
  }
  try {
    const built = await work()
    const { tags: [tag = ''], record: { repository, digest } } = built
    await looked([], `${repository.slice(repository.lastIndexOf('/') + 1)}:${tag} ${digest.slice(0, 19)}`)
    return built
  } catch (error) {
    if (!signal.aborted && error instanceof PacklineError && error.kind !== 'caller') {
      // On a full disk the reason is worth more than its record.
      await looked([describeError('en', error).message.split('\n', 1)[0] ?? '']).catch(() => {})
    }
    throw error
  }
}

async function planOne (
  { signal }: CommandContext,
  { file, folder, path, records }: OpenImages,
  { builder, registry }: ImageMachine,
  { argument, rebuild }: Given,
  image: string
): Promise<Planned> {
  const [[, settings] = []] = chosenImages({ file, path }, [image])
  if (settings === undefined) throw new TypeError(`no ${image}`)
  const sources = await imageSources(image, settings, {
    project: folder,
    tools: await builder.tools(signal),
    arguments: argumentsIn(argument)
  })
  const plan = rebuild
    ? {
      image,
      repository: settings.repository,
      key: sources.key,
      state: 'build' as const,
      why: [phrase('container.asked')]
    }
    : await planImage(sources, { records, registry, nowMs: Date.now() })
  return { sources, plan }
}

function argumentsIn (given: readonly string[]): Record<string, string> {
  return Object.fromEntries(given.map(text => {
    const [, name, value = ''] = /^([A-Za-z_]\w*)=(.*)$/su.exec(text) ?? []
    if (name === undefined) {
      throw new PacklineError('USAGE_BAD_VALUE', {
        option: '--argument',
        value: JSON.stringify(text.slice(0, 40)),
        expected: 'NAME=VALUE'
      })
    }
    return [name, value]
  }))
}

function buildName (
  { file: { packages } }: OpenImages,
  options: { 'app-version'?: string | undefined, build?: number | undefined, commit?: string | undefined },
  facts: CheckoutFacts
): BuildName {
  const { 'app-version': version = packages.version, build, commit = facts.commit } = options
  return {
    ...version !== undefined && { version },
    ...build !== undefined && { build },
    ...commit !== undefined && { commit }
  }
}

function shownPlan ({ image, repository, key, state, why, record }: ImagePlan):
  & Pick<
    ImagePlan,
    'image' | 'repository' | 'key' | 'state' | 'why'
  >
  & { digest?: string, builtAt?: string } {
  return {
    image,
    repository,
    key,
    state,
    why,
    ...record !== undefined && { digest: record.digest, builtAt: record.at }
  }
}
