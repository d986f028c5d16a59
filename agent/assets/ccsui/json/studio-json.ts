import { posix } from 'node:path'
import { classNameOf, nodeClasses } from '../classes/node-classes.js'
import { childOf } from '../csd/merged-elements.js'
import type { CsdDocument } from '../csd/csd-document.js'
import type { CsdReading } from '../csd/csd-reading.js'
import { publishedName } from '../file-names.js'
import { prefixed, writtenResource } from '../tables/resource-data.js'
import type { ResourceUse } from '../tables/table-model.js'
import { attributeOf } from '../../../formats/xml-element.js'
import type { XmlElement } from '../../../formats/xml-element.js'
import { frameClasses, namesOfClass } from './json-classes.js'
import { jsonText, quoted } from './json-text.js'
import type { JsonMembers, JsonNode } from './json-text.js'
import { jsonStruct, jsonValue } from './json-values.js'
import { compareNames } from './name-order.js'

/** What the JSON of a csd tells that the csd does not say. */
export interface JsonPlace {
  /** The csd's path below its project, forward slashes. */
  name: string
  /** The files that the engine loads with one that a csd names: a sheet's picture, a font's pages. */
  partsOf: (path: string) => readonly string[]
}

/** The JSON that Cocos Studio publishes of a csd, which cocos2d-html5 and the JavaScript bindings load. */
export function studioJson (document: CsdDocument, reading: CsdReading, place: JsonPlace): string {
  return new StudioJson(document, reading, place).text()
}

const rootTypes: Readonly<Record<string, string>> = {
  GameNodeObjectData: 'SingleNodeObjectData',
  GameLayerObjectData: 'LayerObjectData'
}
/** Numbers where a scroll view has the name of its direction. */
const numberedDirections = new Set(['ListView', 'PageView'])
const frameUse: ResourceUse = { element: 'TextureFile', rule: 'typed', kind: 'picture' }

class StudioJson {
  readonly #document: CsdDocument
  readonly #reading: CsdReading
  readonly #place: JsonPlace
  readonly #used = new Set<string>()

  constructor (document: CsdDocument, reading: CsdReading, place: JsonPlace) {
    this.#document = document
    this.#reading = reading
    this.#place = place
  }

  text (): string {
    const { properties, isGameProject, animation, animationList, objectData } = this.#document
    const property = (name: string): [string, string] => [
      name,
      quoted(properties === undefined ? '' : attributeOf(properties, name) ?? '')
    ]
    const content: JsonMembers = new Map<string, JsonNode>([
      ['Animation', this.#animation(animation)],
      ['AnimationList', animationInfos(animationList)],
      ['ObjectData', this.#node(objectData)]
    ])
    content.set('UsedResources', this.#usedResources().map(quoted))
    content.set('ctype', quoted(isGameProject ? 'GameProjectData' : 'GameFileData'))
    return jsonText(
      new Map<string, JsonNode>([
        property('ID'),
        property('Version'),
        // A csd that was renamed still has its old name inside.
        ['Name', quoted(posix.basename(this.#place.name, '.csd'))],
        ['Content', new Map([['Content', content]])],
        property('Type')
      ])
    )
  }

  /** Each file once, with its parts, as the JSON's own folder finds them. */
  #usedResources (): string[] {
    const folder = posix.dirname(this.#place.name)
    const all = new Set([...this.#used].flatMap(path => [path, ...this.#place.partsOf(path)]))
    return [...all].map(path => posix.relative(folder, path)).sort(compareNames)
  }

  #animation (animation: XmlElement | undefined): JsonMembers {
    const members: JsonMembers = new Map()
    const text = (name: string): string | undefined => animation && attributeOf(animation, name)
    members.set('Duration', jsonValue('Duration', text('Duration') ?? '0'))
    members.set('Speed', jsonValue('Speed', text('Speed') ?? '0'))
    const actived = text('ActivedAnimationName')
    if (actived !== undefined) members.set('ActivedAnimationName', quoted(actived))
    const timelines = animation?.children.filter(({ name }) => name === 'Timeline') ?? []
    members.set('Timelines', timelines.map(timeline => this.#timeline(timeline)))
    return members.set('ctype', quoted('TimelineActionData'))
  }

  #timeline (timeline: XmlElement): JsonMembers {
    const members: JsonMembers = new Map()
    for (const name of ['ActionTag', 'FrameType', 'Property']) addAttribute(members, timeline, name)
    members.set('Frames', timeline.children.map(frame => this.#frame(frame)))
    return members.set('ctype', quoted('TimelineData'))
  }

  #frame (frame: XmlElement): JsonMembers {
    const known = Object.hasOwn(frameClasses, frame.name) ? frameClasses[frame.name] : undefined
    const members: JsonMembers = new Map()
    for (const name of known?.names ?? ['FrameIndex', 'Tween']) {
      const text = attributeOf(frame, name)
      if (text !== undefined) members.set(name, jsonValue(name, text, valueKinds[`${frame.name} ${name}`]))
      const child = childOf(frame, name)
      if (child !== undefined) {
        members.set(name, name === 'EasingData' ? easing(child) : this.#object(child, frameUse))
      }
    }
    return members.set('ctype', quoted(known?.type ?? `${frame.name}Data`))
  }

  #node (element: XmlElement): JsonMembers {
    const type = attributeOf(element, 'ctype')
    const className = classNameOf(type)
    const isKnown = Object.hasOwn(nodeClasses, className) || /^Tab(?:Item|Header)$/.test(className)
    const resources = nodeClasses[className]?.resources
    const members: JsonMembers = new Map()
    for (const name of namesOfClass(className)) {
      const text = attributeOf(element, name)
      const child = name === 'Children' ? undefined : childOf(element, name)
      if (text !== undefined) members.set(name, jsonValue(name, text, directionKind(name, className)))
      else if (child !== undefined) members.set(name, this.#object(child, resources?.get(name)))
      else if (name === 'ButtonText' && className === 'Button') members.set(name, quoted(''))
      else if (name === 'Children') this.#addChildren(members, element)
    }
    if (type !== undefined) {
      members.set('ctype', quoted(isKnown ? rootTypes[type] ?? type : 'SingleNodeObjectData'))
    }
    return members
  }

  #addChildren (members: JsonMembers, element: XmlElement): void {
    const nodes = element.children.filter(({ name }) => name === 'Children').flatMap(list => list.children)
    if (nodes.length > 0) members.set('Children', nodes.map(child => this.#node(child)))
  }

  /** A child element: a point or a colour, a file, or a part of a tab control. */
  #object (element: XmlElement, use: ResourceUse | undefined): JsonMembers {
    const struct = jsonStruct(element)
    if (struct !== undefined) return struct
    return attributeOf(element, 'Path') === undefined ? this.#node(element) : this.#resource(element, use)
  }

  #resource (element: XmlElement, use: ResourceUse = { ...frameUse, element: element.name }): JsonMembers {
    const { path, plist, type } = writtenResource(element, use, this.#reading)
    const isNested = use.kind === 'csb'
    const written = isNested ? prefixed(this.#reading.options.csbPrefix, publishedName(path, 'json')) : path
    const used = type === 'MarkedSubImage' || type === 'PlistSubImage' ? plist : written
    if (used !== '') this.#used.add(used)
    return new Map([['Type', quoted(type)], ['Path', quoted(written)], ['Plist', quoted(plist)]])
  }
}

const valueKinds: Readonly<Record<string, 'int' | 'bool' | undefined>> = {
  'IntFrame Value': 'int',
  'BoolFrame Value': 'bool'
}

function directionKind (name: string, className: string): 'int' | undefined {
  return name === 'ScrollDirectionType' && numberedDirections.has(className) ? 'int' : undefined
}

function animationInfos (list: XmlElement | undefined): JsonMembers[] {
  const infos = list?.children.filter(({ name }) => name === 'AnimationInfo') ?? []
  return infos.map(info => {
    const members: JsonMembers = new Map()
    for (const name of ['StartIndex', 'EndIndex', 'Name']) addAttribute(members, info, name)
    return members.set('ctype', quoted('AnimationInfoData'))
  })
}

function easing (element: XmlElement): JsonMembers {
  const members: JsonMembers = new Map()
  const points = childOf(element, 'Points')
  if (points !== undefined) {
    members.set(
      'Points',
      points.children.map(point => jsonStruct(point) ?? new Map())
    )
  }
  const type = attributeOf(element, 'Type')
  if (type !== undefined) members.set('Type', jsonValue('Type', type, 'int'))
  return members
}

function addAttribute (members: JsonMembers, element: XmlElement, name: string): void {
  const text = attributeOf(element, name)
  if (text !== undefined) members.set(name, jsonValue(name, text))
}
