import { defineErrors, neededThing, workFailed } from '../define-errors.js'

export const toolErrors = defineErrors({
  TOOL_NOT_FOUND: {
    kind: 'machine',
    ...neededThing,
    text: {
      en: '{tool} is needed but was not found.',
      zh: '需要 {tool}，但未找到。'
    },
    hint: {
      en: 'Install {tool}, or put its folder on PATH.',
      zh: '请安装 {tool}，或将其目录加入 PATH。'
    }
  },
  TOOL_FAILED: {
    kind: 'machine',
    ...workFailed,
    text: {
      en: '{tool} failed: {reason}',
      zh: '{tool} 失败：{reason}'
    },
    hint: {
      en: 'Run the tool by hand on this machine: its licence, its version or a library may be ' +
        'missing.',
      zh: '请在本机手动运行该工具：可能缺少许可证、版本不对或缺少程序库。'
    }
  }
})
