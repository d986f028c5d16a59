import type { ExportOptions } from '../export-options.js'
import * as axmol from './axmol-tables.js'
import { widgetBlock, nodeBlock } from './base-tables.js'
import * as nodes from './node-tables.js'
import * as nodes3d from './node-3d-tables.js'
import type { Table } from '../tables/table-model.js'
import { tabControl } from './tab-control-tables.js'
import * as widgets from './widget-tables.js'

/** The options table of each class that a stock engine can load. */
export const nodeClasses: Readonly<Record<string, Table>> = {
  Node: nodeBlock,
  SingleNode: nodes.singleNode,
  Sprite: nodes.sprite,
  Particle: nodes.particle,
  GameMap: nodes.gameMap,
  SimpleAudio: nodes.simpleAudio,
  ProjectNode: nodes.projectNode,
  ArmatureNode: nodes.armatureNode,
  BoneNode: nodes.bone,
  SkeletonNode: nodes.bone,
  Panel: widgets.panel,
  Button: widgets.button,
  TextButton: widgets.button,
  CheckBox: widgets.checkBox,
  ImageView: widgets.imageView,
  TextAtlas: widgets.textAtlas,
  LabelAtlas: widgets.textAtlas,
  TextBMFont: widgets.textBmFont,
  LabelBMFont: widgets.textBmFont,
  Text: widgets.text,
  Label: widgets.text,
  TextArea: widgets.text,
  TextField: widgets.textField,
  LoadingBar: widgets.loadingBar,
  Slider: widgets.slider,
  ScrollView: widgets.scrollView,
  ListView: widgets.listView,
  PageView: widgets.pageView,
  TabControl: tabControl,
  Node3D: nodes3d.node3d,
  Sprite3D: nodes3d.sprite3d,
  Particle3D: nodes3d.particle3d,
  Light3D: nodes3d.light3d,
  UserCamera: nodes3d.userCamera,
  GameNode3D: nodes3d.gameNode3d
}

/** Those of axmol, whose classes and slots its editors write. */
const axmolClasses: Readonly<Record<string, Table>> = {
  ...nodeClasses,
  Button: axmol.styledButton,
  TextButton: axmol.styledButton,
  Text: axmol.styledText,
  Label: axmol.styledText,
  TextArea: axmol.styledText,
  RadioButton: axmol.radioButton,
  RadioButtonGroup: axmol.radioButtonGroup,
  RichText: axmol.richText,
  TextFieldEx: axmol.textFieldEx,
  SpineSkeleton: axmol.spineSkeleton
}

export function classesOf (engine: ExportOptions['engine']): Readonly<Record<string, Table>> {
  return engine === 'axmol' ? axmolClasses : nodeClasses
}

/** What a csb may hold beyond what an export writes: classes of other editors that the loader accepts. */
const readableClasses: Readonly<Record<string, Table>> = {
  ...axmolClasses,
  ...nodeClasses,
  Layout: widgets.panel,
  Widget: widgetBlock
}

/** The options table of a class in a csb, where it has that many slots. */
export function readableTable (className: string, slots: number): Table | undefined {
  const table = Object.hasOwn(readableClasses, className) ? readableClasses[className] : undefined
  return table !== undefined && slots > table.slots && Object.hasOwn(axmolClasses, className)
    ? axmolClasses[className]
    : table
}

/** The editor's names of a root; Studio 2.0 had them without "Game". */
const plainRoots = new Set(['GameNode', 'GameLayer', 'Layer', 'Scene'])

/** `ctype` without `ObjectData`; the editor's names of a root become the engine's. */
export function classNameOf (ctype: string | undefined): string {
  if (ctype === undefined) return 'Node'
  const end = ctype.indexOf('ObjectData')
  const name = end < 0 ? ctype : ctype.slice(0, end)
  return plainRoots.has(name) ? 'Node' : name
}
