import { readdirSync, readFileSync } from 'node:fs'
import t from 'tap'
import { tableJson } from '../csb/csb-json.js'
import type { Json } from '../csb/csb-json.js'
import { readCsb } from '../csb/csb-reader.js'
import { exportCsd } from './export-csd.js'
import { recoverCsd } from './recover-csd.js'

// The expected trees were written by hand from the format description; base.json is the base block of a bare
// node.
type Tree = { [key: string]: Json }
interface ExpectedNode {
  path: string
  classname: string
  customClassName?: string
  base?: Tree
  options?: Tree
  headers?: Tree[]
}
interface Expected {
  textures: string[]
  nodes: ExpectedNode[]
  action?: Tree
  animationList?: Json[]
}

const fixtures = new URL('../fixtures/', import.meta.url)
const load = (name: string) => JSON.parse(readFileSync(new URL(name, fixtures), 'utf8')) as Tree
const base = load('base.json')
const bareNode3d = {
  position3D: { x: 0, y: 0, z: 0 },
  rotation3D: { x: 0, y: 0, z: 0 },
  scale3D: { x: 0, y: 0, z: 0 },
  cameramask: 0
}

/**
 * Every node with its path, in document order; the container of a tab stands before the ordinary children.
 */
function flatten (node: Tree, parent: string): Array<{ path: string, node: Tree }> {
  const options = node.options as Tree
  const path = parent + nameOf(options)
  const containers = (options.tabItems as Tree[] | undefined ?? []).map(item => item.container as Tree)
  return [
    { path, node },
    ...[...containers, ...node.children as Tree[]].flatMap(child => flatten(child, `${path}/`))
  ]
}

const blockNames = ['widgetOptions', 'nodeOptions']

function nameOf (options: Tree): string {
  const block = (options.node3DOption ?? options) as Tree
  return String(((block.widgetOptions ?? block.nodeOptions ?? block) as Tree).name)
}

/** What a node of `expected` has to decode to; a widget has callback texts where a plain node has none. */
function expectedOptions (expected: ExpectedNode, actual: Tree): Tree {
  const type = actual['@type']!
  if (type === 'GameNode3DOption') return { '@type': type, ...expected.options }
  const callbacks = 'widgetOptions' in actual || 'tabItems' in actual
    ? { callBackType: '', callBackName: '' }
    : {}
  const layoutComponent = { ...base.layoutComponent as Tree, ...expected.base?.layoutComponent as Tree }
  const block = {
    ...base,
    ...callbacks,
    name: expected.path.split('/').at(-1)!,
    ...expected.base,
    layoutComponent
  }
  if (type === 'WidgetOptions') return { '@type': type, ...block }
  if ('node3DOption' in actual) {
    return {
      '@type': type,
      node3DOption: { nodeOptions: block, ...bareNode3d },
      ...expected.options
    }
  }
  const tabs = expected.headers === undefined ? {} : { tabItems: actual.tabItems! }
  return { '@type': type, [blockNames.find(name => name in actual)!]: block, ...expected.options, ...tabs }
}

const names = readdirSync(fixtures).filter(name => name.endsWith('.csd'))
for (const name of names) {
  t.test(`${name} decodes to the tree that the format describes`, async t => {
    const expected = load(name.replace('.csd', '.json')) as unknown as Expected
    const tree = tableJson(readCsb(exportCsd(readFileSync(new URL(name, fixtures)), name).csb, name))

    t.same(tree.textures, expected.textures)
    t.same(tree.texturePngs, [])
    t.equal(tree.version, '2.1.0.0')
    const nodes = flatten(tree.nodeTree as Tree, '')
    t.same(nodes.map(({ path }) => path), expected.nodes.map(({ path }) => path))
    nodes.forEach(({ path, node }, index) => {
      const wanted = expected.nodes[index]!
      t.equal(node.classname, wanted.classname, path)
      t.equal(node.customClassName, wanted.customClassName ?? '', path)
      t.strictSame(node.options, expectedOptions(wanted, node.options as Tree), path)
      if (wanted.headers !== undefined) {
        const headers = ((node.options as Tree).tabItems as Tree[]).map(item => item.header)
        t.strictSame(
          headers,
          wanted.headers.map(({ base: own, ...header }) => ({
            nodeOptions: { ...base, callBackType: '', callBackName: '', ...own as Tree },
            ...header
          })),
          path
        )
      }
    })
    t.strictSame(
      withoutNull(tree.action as Tree),
      expected.action ?? { duration: 0, speed: 1, timeLines: [], currentAnimationName: '' }
    )
    t.strictSame(tree.animationList, expected.animationList ?? [])
  })
}

/** Frames without the slots that are not set: exactly one is. */
function withoutNull (action: Tree): Tree {
  const timeLines = (action.timeLines as Tree[]).map(line => ({
    ...line,
    frames: (line.frames as Tree[]).map(frame =>
      Object.fromEntries(Object.entries(frame).filter(([, value]) => value !== null))
    )
  }))
  return { ...action, timeLines }
}

t.test('a csb is recovered as a csd that exports to it again', async t => {
  for (const name of readdirSync(fixtures).filter(file => file.endsWith('.csd'))) {
    const { csb } = exportCsd(readFileSync(new URL(name, fixtures)), name)
    t.same(recoverCsd(csb, name, name).differences, [], name)
  }
})
