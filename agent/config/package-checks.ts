import { appStoreMistakes } from './app-store-checks.js'
import type { Selection } from './edit-schema.js'
import type { Platform } from './package-platform-schema.js'
import type { Packages } from './package-schema.js'
import type { ReleaseDefinition } from './release-schema.js'
import type { Signing } from './signing-schema.js'
import { mistake, oneOfKnown } from './validate.js'
import type { Mistake } from './validate.js'

type Definition = Pick<ReleaseDefinition, 'environments' | 'targets'> & { packages: Packages }

/** Every name under `packages` that leads nowhere, and keys that are not whole. */
export function packageMistakes (definition: Definition): Mistake[] {
  const { packages } = definition
  const names = new KnownNames(definition)
  return [
    ...baselineMistakes(packages),
    ...platformMistakes(packages, names),
    ...channelMistakes(packages, names),
    ...pairingMistakes(packages, names),
    ...packages.order.flatMap((item, index) => names.selection(`packages.order[${index}]`, item)),
    ...packages.edits.flatMap(({ when }, index) => names.selection(`packages.edits[${index}].when`, when)),
    ...(packages.hotUpdate?.content ?? []).flatMap(({ when }, index) =>
      names.selection(`packages.hotUpdate.content[${index}].when`, when)
    ),
    ...(packages.hotUpdate?.embedded ?? []).flatMap(({ when }, index) =>
      names.selection(`packages.hotUpdate.embedded[${index}].when`, when)
    ),
    ...signingMistakes(packages),
    ...Object.entries(packages.symbols).flatMap(([name, { when }]) => [
      ...names.selection(`packages.symbols.${name}.when`, when),
      ...Object.hasOwn(packages.appStores, name)
        ? [mistake(`packages.symbols.${name}`, name, 'config.symbolsName')]
        : []
    ]),
    ...Object.entries(packages.appStores).flatMap(([name, settings]) => [
      ...names.selection(`packages.appStores.${name}.when`, settings.when),
      ...appStoreMistakes(`packages.appStores.${name}`, settings)
    ])
  ]
}

type NameKind = 'targets' | 'platforms' | 'channels' | 'pairings' | 'baselines' | 'signing' | 'environments'

/** The names that a project file defines, and whether others lead to them. */
class KnownNames {
  readonly #known: Record<NameKind, readonly string[]>

  constructor ({ packages, environments, targets }: Definition) {
    this.#known = {
      targets: targets.map(({ id }) => id),
      platforms: Object.keys(packages.platforms),
      channels: Object.keys(packages.channels),
      pairings: Object.keys(packages.pairings),
      baselines: Object.keys(packages.baselines),
      signing: Object.keys(packages.signing),
      environments: Object.keys(environments)
    }
  }

  one (path: string, name: string | undefined, what: NameKind): Mistake[] {
    const known = this.#known[what]
    return name === undefined || known.includes(name)
      ? []
      : [mistake(path, name, oneOfKnown('config.nameFrom', name, known, { what: `packages.${what}` }))]
  }

  all (path: string, names: readonly string[] = [], what: NameKind): Mistake[] {
    return names.flatMap((name, index) => this.one(`${path}[${index}]`, name, what))
  }

  selection (path: string, selection: Selection): Mistake[] {
    return (['targets', 'platforms', 'channels', 'pairings'] as const).flatMap(what =>
      this.all(`${path}.${what}`, selection[what], what)
    )
  }
}

function baselineMistakes ({ baselines }: Packages): Mistake[] {
  return Object.entries(baselines).flatMap(([name, { type, build, bundle }]) => {
    const path = `packages.baselines.${name}.bundle`
    if (bundle === undefined) return []
    if (type !== 'apk') return [mistake(path, bundle, 'config.apkOnly')]
    return build === undefined ? [] : [mistake(path, bundle, 'config.bundleOrBuild')]
  })
}

function platformMistakes ({ platforms, baselines }: Packages, names: KnownNames): Mistake[] {
  return Object.entries(platforms).flatMap(([name, platform]) => {
    const path = `packages.platforms.${name}`
    return [
      ...platform.baseline === undefined && platform.exec === undefined
        ? [mistake(path, platform, 'config.baselineOrExec')]
        : [],
      ...names.one(`${path}.baseline`, platform.baseline, 'baselines'),
      ...names.one(`${path}.signing`, platform.signing, 'signing'),
      ...names.all(`${path}.channels`, platform.channels, 'channels'),
      ...hardeningMistakes(`${path}.hardening`, platform, baselines)
    ]
  })
}

/** As they stand in a command. */
const places = { input: '{input}', output: '{output}', folder: '{folder}' }

function hardeningMistakes (
  path: string,
  { hardening, exec, baseline = '' }: Platform,
  baselines: Packages['baselines']
): Mistake[] {
  if (hardening === undefined) return []
  const { command } = hardening
  const has = (name: string): boolean => command.some(word => word.includes(name))
  const type = baselines[baseline]?.type
  return [
    ...exec === undefined ? [] : [mistake(path, command, 'config.hardeningBaseline')],
    ...type === undefined || type === 'apk' ? [] : [mistake(path, type, 'config.hardeningApk')],
    ...has('{input}') && (has('{output}') || has('{folder}'))
      ? []
      : [mistake(`${path}.command`, command, 'config.hardeningPlaces', places)]
  ]
}

function channelMistakes ({ channels }: Packages, names: KnownNames): Mistake[] {
  return Object.entries(channels).flatMap(([name, { signing }]) =>
    names.one(`packages.channels.${name}.signing`, signing, 'signing')
  )
}

function pairingMistakes ({ pairings }: Packages, names: KnownNames): Mistake[] {
  return Object.entries(pairings).flatMap(([name, { baseline, environment, hotUpdate }]) => [
    ...names.one(`packages.pairings.${name}.baseline`, baseline, 'baselines'),
    ...names.one(`packages.pairings.${name}.environment`, environment, 'environments'),
    ...names.one(`packages.pairings.${name}.hotUpdate`, hotUpdate, 'targets')
  ])
}

function signingMistakes ({ signing }: Packages): Mistake[] {
  return Object.entries(signing).flatMap(([name, key]) => {
    const isWhole = key.keystore !== undefined
      ? key.alias !== undefined && key.password !== undefined
      : key.p12 !== undefined
      ? key.password !== undefined
      : key.identity !== undefined
    const path = `packages.signing.${name}`
    return [
      ...isWhole ? [] : [mistake(
        path,
        Object.keys(key),
        'config.wholeKey'
      )],
      ...schemeMistakes(path, key)
    ]
  })
}

function schemeMistakes (path: string, { schemes, lineage, rotatedFrom }: Signing): Mistake[] {
  return [
    ...lineage !== undefined && !schemes.includes('v3')
      ? [mistake(`${path}.schemes`, schemes, 'config.schemeV3')]
      : [],
    ...lineage === undefined && rotatedFrom !== undefined
      ? [mistake(path, Object.keys({ rotatedFrom }), 'config.lineage')]
      : [],
    ...schemes.includes('v4') && !schemes.includes('v2') && !schemes.includes('v3')
      ? [mistake(`${path}.schemes`, schemes, 'config.schemeV4')]
      : []
  ]
}
