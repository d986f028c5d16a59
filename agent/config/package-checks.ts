import { nearest } from '../nearest.js'
import type { Packages } from './package-schema.js'
import type { Selection } from './edit-schema.js'
import type { ReleaseDefinition } from './release-schema.js'
import { mistake } from './validate.js'
import type { Mistake } from './validate.js'

type Definition = Pick<ReleaseDefinition, 'environments' | 'targets'> & { packages: Packages }

/** Every name under `packages` that leads nowhere. */
export function packageMistakes ({ packages, environments, targets }: Definition): Mistake[] {
  const known = {
    targets: targets.map(({ id }) => id),
    platforms: Object.keys(packages.platforms),
    channels: Object.keys(packages.channels),
    pairings: Object.keys(packages.pairings),
    baselines: Object.keys(packages.baselines),
    signing: Object.keys(packages.signing),
    environments: Object.keys(environments)
  }
  const mistakes: Mistake[] = []
  const refer = (path: string, name: string | undefined, what: keyof typeof known): void => {
    if (name !== undefined && !known[what].includes(name)) {
      mistakes.push(mistake(path, name, expected(what, known[what], name)))
    }
  }
  const select = (path: string, selection: Selection): void => {
    for (const what of ['targets', 'platforms', 'channels', 'pairings'] as const) {
      selection[what]?.forEach((name, index) => {
        refer(`${path}.${what}[${index}]`, name, what)
      })
    }
  }
  for (const [name, platform] of Object.entries(packages.platforms)) {
    const path = `packages.platforms.${name}`
    if (platform.baseline === undefined && platform.exec === undefined) {
      mistakes.push(mistake(path, platform, 'a baseline or an exec command'))
    }
    refer(`${path}.baseline`, platform.baseline, 'baselines')
    refer(`${path}.signing`, platform.signing, 'signing')
    platform.channels?.forEach((channel, index) => {
      refer(`${path}.channels[${index}]`, channel, 'channels')
    })
  }
  for (const [name, { signing }] of Object.entries(packages.channels)) {
    refer(`packages.channels.${name}.signing`, signing, 'signing')
  }
  for (const [name, { baseline, environment, hotUpdate }] of Object.entries(packages.pairings)) {
    refer(`packages.pairings.${name}.baseline`, baseline, 'baselines')
    refer(`packages.pairings.${name}.environment`, environment, 'environments')
    refer(`packages.pairings.${name}.hotUpdate`, hotUpdate, 'targets')
  }
  packages.order.forEach((item, index) => {
    select(`packages.order[${index}]`, item)
  })
  packages.edits.forEach(({ when }, index) => {
    select(`packages.edits[${index}].when`, when)
  })
  packages.hotUpdate?.content.forEach(({ when }, index) => {
    select(`packages.hotUpdate.content[${index}].when`, when)
  })
  for (const [name, signing] of Object.entries(packages.signing)) {
    const isWhole = signing.keystore !== undefined
      ? signing.alias !== undefined && signing.password !== undefined
      : signing.p12 !== undefined
      ? signing.password !== undefined
      : signing.identity !== undefined
    if (!isWhole) {
      mistakes.push(mistake(
        `packages.signing.${name}`,
        Object.keys(signing),
        'keystore with alias and password, p12 with password, or identity'
      ))
    }
  }
  return mistakes
}

function expected (what: string, known: readonly string[], name: string): string {
  const suggestion = nearest(name, known)
  const list = known.length === 0 ? 'there is none' : known.slice(0, 20).join(', ')
  return `a name from ${what} (${list})${suggestion === undefined ? '' : ` (did you mean ${suggestion}?)`}`
}
