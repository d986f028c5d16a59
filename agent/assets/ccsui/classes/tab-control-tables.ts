import { resourceDataTable, widgetBlock } from './base-tables.js'
import { picture, typedFont } from '../tables/resource-data.js'
import { attribute, block, choice, constant, rgb } from '../tables/value-sources.js'
import { table } from '../tables/slot-table.js'

const { name: resource } = resourceDataTable

export const tabHeader = table('TabHeaderOption', [
  [0, 'nodeOptions', 'WidgetOptions', block(widgetBlock)],
  [1, 'fontRes', resource, typedFont('FontResource')],
  [2, 'fontSize', 'int', attribute('FontSize', 12)],
  [3, 'titleText', 'string', attribute('TitleText', '')],
  [4, 'textColor', 'Color', rgb('TextColor', 255)],
  [5, 'normalBackFile', resource, picture('NormalBackFileData')],
  [6, 'pressBackFile', resource, picture('PressedBackFileData')],
  [7, 'disableBackFile', resource, picture('DisableBackFileData')],
  [8, 'crossNormalFile', resource, picture('NodeNormalFileData')],
  [9, 'crossDisableFile', resource, picture('NodeDisableFileData')]
])

export const tabItem = table('TabItemOption', [
  [0, 'header', 'TabHeaderOption'],
  [1, 'container', 'NodeTree']
])

/** Its items are nodes with children of their own; the node reader fills them in. */
export const tabControl = table('TabControlOption', [
  [0, 'nodeOptions', 'WidgetOptions', block(widgetBlock)],
  [1, 'headerPlace', 'int', choice('HeaderPlace', { TOP: 0, LEFT: 1, BOTTOM: 2, RIGHT: 3 })],
  [2, 'headerWidth', 'int', attribute('HeaderWidth', 50)],
  [3, 'headerHeight', 'int', attribute('HeaderHeight', 20)],
  [4, 'selectedTabZoom', 'float', attribute('SelectedTabZoom', 0)],
  [5, 'selectedTabIndex', 'int', attribute('SelectedTabIndex', 0)],
  [6, 'ignoreHeaderTextureSize', 'bool', attribute('IgnoreHeaderTextureSize', true)],
  [7, 'tabItems', '[TabItemOption]', constant([])]
])
