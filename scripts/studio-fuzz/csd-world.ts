import type { PlainTable } from './plain-csb.js'
import type { SeededRandom } from '../benchmarks/sets/seeded-random.js'

/** A csd, and what the game has to find in its csb. */
export interface CsdWorld {
  csd: string
  /** Throws where the csb says something else. */
  check: (csb: PlainTable) => void
}

/** One node: its XML, and the questions to its NodeTree. */
interface Node {
  xml: string
  sheets: string[]
  check: (tree: PlainTable) => void
}

/** A part of a node: attributes and elements, and the question to its options table. */
interface Part {
  attributes?: string
  elements?: string
  sheets?: string[]
  check: (options: PlainTable) => void
}

const texts = ['等级 <12>', 'a & b', '"x"', "it's", 'tab\there', 'line\nbreak', '', '🙂']

export function csdWorld (random: SeededRandom): CsdWorld {
  const nodes = Array.from({ length: random.integer(1, 8) }, () => nodeOf(random, 0))
  const timelines = Array.from({ length: random.integer(0, 3) }, () => timelineOf(random))
  const csd = `<GameFile><PropertyGroup Name="L" Type="Layer" Version="3.10.0.0"/><Content ` +
    `ctype="GameProjectContent"><Content><Animation Duration="40" Speed="0.5000">${
      timelines.map(({ xml }) => xml).join('')
    }</Animation><ObjectData Name="Layer" ctype="GameLayerObjectData"><Children>${
      nodes.map(({ xml }) => xml).join('')
    }</Children></ObjectData></Content></Content></GameFile>`
  return {
    csd,
    check: csb => {
      same(csb.text(0), '2.1.0.0', 'version')
      same(csb.texts(1), nodes.flatMap(({ sheets }) => sheets), 'textures')
      const children = csb.table(3).tables(1)
      same(children.length, nodes.length, 'children')
      for (const [index, node] of nodes.entries()) node.check(at(children, index))
      const lines = csb.table(4).tables(2)
      same(lines.length, timelines.length, 'timelines')
      for (const [index, line] of timelines.entries()) line.check(at(lines, index))
    }
  }
}

function nodeOf (random: SeededRandom, depth: number): Node {
  const kind = random.pick(Object.keys(kinds))
  const own = (kinds[kind] ?? nothing)(random)
  const base = baseOf(random)
  const count = depth < 4 && random.integer(0, 2) === 0 ? random.integer(1, 3) : 0
  const children = Array.from({ length: count }, () => nodeOf(random, depth + 1))
  return {
    xml: `<AbstractNodeData ${base.attributes ?? ''} ${own.attributes ?? ''} ctype="${kind}ObjectData">${
      base.elements ?? ''
    }${own.elements ?? ''}<Children>${children.map(({ xml }) => xml).join('')}</Children></AbstractNodeData>`,
    sheets: [...own.sheets ?? [], ...children.flatMap(({ sheets }) => sheets)],
    check: tree => {
      same(tree.text(0), kind, 'classname')
      const options = tree.table(2).table(0)
      // A bare node has the base block for its options, every other class has it in its first slot.
      base.check(options.table(0))
      own.check(options)
      const inside = tree.tables(1)
      same(inside.length, children.length, 'children')
      for (const [index, child] of children.entries()) child.check(at(inside, index))
    }
  }
}

function baseOf (random: SeededRandom): Part {
  const name = random.pick(texts)
  const [tag, order, alpha] = [random.integer(-9, 9), random.integer(-9, 9), random.integer(0, 255)]
  const [isVisible, isFlipped] = [random.integer(0, 1) === 1, random.integer(0, 1) === 1]
  const [x, y, scale, skew] = [number(random), number(random), number(random), number(random)]
  const colour = [255, 1, 2, 3].map(() => random.integer(0, 255))
  return {
    attributes: `Name="${escaped(name)}" Tag="${tag}" ZOrder="${order}" Alpha="${alpha}" VisibleForFrame="${
      flag(isVisible)
    }" FlipX="${flag(isFlipped)}" RotationSkewX="${skew.toFixed(4)}"`,
    elements:
      `<Position X="${x.toFixed(4)}" Y="${y.toFixed(4)}"/><Scale ScaleX="${scale.toFixed(4)}"/><CColor ` +
      `A="${colour[0]}" R="${colour[1]}" G="${colour[2]}" B="${colour[3]}"/><Size X="${x.toFixed(4)}"/>`,
    check: base => {
      same(base.text(0), name, 'name')
      same([base.int(3), base.byte(4, 1), base.byte(5, 255), base.int(6)], [
        order,
        Number(isVisible),
        alpha,
        tag
      ], 'order, visible, alpha, tag')
      same([base.byte(12), base.byte(15)], [Number(isFlipped), 0], 'flip, touch')
      same(base.floats(2, 2), [skew, 0].map(Math.fround), 'skew')
      same(base.floats(7, 2), [x, y].map(Math.fround), 'position')
      same(base.floats(8, 2), [scale, 1].map(Math.fround), 'scale')
      same(base.bytes(10, 4), colour, 'colour')
      same(base.floats(11, 2), [x, 0].map(Math.fround), 'size')
    }
  }
}

const nothing = (): Part => ({ check: () => {} })

const kinds: Record<string, (random: SeededRandom) => Part> = {
  SingleNode: nothing,
  Sprite: random => pictured(random, 'FileData', 1),
  ImageView: random => pictured(random, 'FileData', 1),
  Text: random => worded(random, 'LabelText', 4, 3),
  Button: random => worded(random, 'ButtonText', 5, 7),
  TextField: random => worded(random, 'PlaceHolderText', 5, 3),
  CheckBox: random => {
    const isOn = random.integer(0, 1) === 1
    return {
      attributes: `CheckedState="${flag(isOn)}"`,
      check: options => {
        same(options.byte(6, 1), Number(isOn), 'selectedState')
      }
    }
  },
  Slider: random => {
    const percent = random.integer(0, 100)
    return {
      attributes: `PercentInfo="${percent}"`,
      check: options => {
        same(options.int(6, 50), percent, 'percent')
      }
    }
  },
  ListView: random => {
    const margin = random.integer(0, 40)
    return {
      attributes: `ItemMargin="${margin}" ClipAble="True" DirectionType="Vertical"`,
      check: options => {
        same([options.byte(2), options.int(15), options.text(16)], [1, margin, 'Vertical'], 'list')
      }
    }
  },
  ProjectNode: random => {
    const name = `ui/Cell${random.integer(0, 9)}`
    const speed = number(random)
    return {
      attributes: `InnerActionSpeed="${speed.toFixed(4)}"`,
      elements: `<FileData Type="Normal" Path="${name}.csd" Plist=""/>`,
      check: options => {
        same(options.text(1), `${name}.csb`, 'fileName')
        same(options.float(2), Math.fround(speed), 'speed')
      }
    }
  }
}

function pictured (random: SeededRandom, element: string, slot: number): Part {
  const isFrame = random.integer(0, 1) === 1
  const path = `ui/甲 ${random.integer(0, 99)}.png`
  const plist = isFrame ? `ui/sheet${random.integer(0, 3)}.plist` : ''
  return {
    elements: `<${element} Type="${isFrame ? 'MarkedSubImage' : 'Normal'}" Path="${path}" Plist="${plist}"/>`,
    sheets: isFrame ? [plist] : [],
    check: options => {
      const resource = options.table(slot)
      same([resource.text(0), resource.text(1), resource.int(2)], [path, plist, Number(isFrame)], element)
    }
  }
}

function worded (random: SeededRandom, attribute: string, textSlot: number, sizeSlot: number): Part {
  const text = random.pick(texts)
  const size = random.integer(1, 99)
  return {
    attributes: `${attribute}="${escaped(text)}" FontSize="${size}"`,
    check: options => {
      same([options.text(textSlot), options.int(sizeSlot)], [text, size], attribute)
    }
  }
}

function timelineOf (random: SeededRandom): { xml: string, check: (line: PlainTable) => void } {
  const tag = random.integer(-(2 ** 31), 2 ** 31 - 1)
  const frames = Array.from({ length: random.integer(0, 5) }, (_, index) => ({
    index: index * 10,
    x: number(random),
    isTween: random.integer(0, 1) === 1,
    easing: random.integer(0, 12)
  }))
  const xml = frames.map(({ index, x, isTween, easing }) =>
    `<PointFrame FrameIndex="${index}" X="${x.toFixed(4)}" Tween="${
      flag(isTween)
    }"><EasingData Type="${easing}"/></PointFrame>`
  )
  return {
    xml: `<Timeline ActionTag="${tag}" Property="Position">${xml.join('')}</Timeline>`,
    check: line => {
      same([line.text(0), line.int(1)], ['Position', tag], 'timeline')
      same(
        line.tables(2).map(frame => {
          const point = frame.table(0)
          return [point.int(0), point.byte(1, 1), ...point.floats(2, 2), point.table(3).int(0, -1)]
        }),
        frames.map(({ index, x, isTween, easing }) => [index, Number(isTween), Math.fround(x), 0, easing]),
        'frames'
      )
    }
  }
}

/** Four decimals, as the Studio writes them. */
function number (random: SeededRandom): number {
  return random.integer(-9_999_999, 9_999_999) / 10_000
}

function flag (value: boolean): string {
  return value ? 'True' : 'False'
}

function escaped (text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}

function at<Item> (items: readonly Item[], index: number): Item {
  const item = items[index]
  if (item === undefined) throw new Error(`there is no item ${index} of ${items.length}`)
  return item
}

/** Floats that both sides rounded once are equal; minus nothing is nothing. */
function same (found: unknown, expected: unknown, what: string): void {
  const [a, b] = [found, expected].map(value => JSON.stringify(value))
  if (a !== b) throw new Error(`${what}: ${a} instead of ${b}`)
}
