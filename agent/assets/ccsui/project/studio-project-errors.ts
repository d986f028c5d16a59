import { defineErrors, workFailed, wrongUsage } from '../../../define-errors.js'

/** Cocos Studio projects (.ccs) and sheets (.csi). */
export const studioProjectErrors = defineErrors({
  CCSUI_NOT_CCS: {
    kind: 'content',
    ...workFailed,
    text: {
      en: '{file}:{line}:{column}: <{root}> is not the root of a Cocos Studio project; expected <Solution>.',
      zh: '{file}:{line}:{column}：<{root}> 不是 Cocos Studio 工程的根元素；应为 <Solution>。'
    },
    hint: {
      en: 'Name a .ccs file that Cocos Studio saved, or restore it from the repository.',
      zh: '请指定由 Cocos Studio 保存的 .ccs 文件，或从仓库恢复。'
    }
  },
  CCSUI_NOT_CSI: {
    kind: 'content',
    ...workFailed,
    text: {
      en: '{file}:{line}:{column}: <{root}> is not the root of a csi; expected <{expected}>.',
      zh: '{file}:{line}:{column}：<{root}> 不是 csi 的根元素；应为 <{expected}>。'
    },
    hint: {
      en: 'Name a file that Cocos Studio saved as csi.',
      zh: '请指定由 Cocos Studio 保存的 csi 文件。'
    }
  },
  CCSUI_CSI_VALUE: {
    kind: 'content',
    ...workFailed,
    text: {
      en: '{file}:{line}:{column}: {attribute} is "{value}"; expected {expected}.',
      zh: '{file}:{line}:{column}：{attribute} 的值是 "{value}"；应为 {expected}。'
    },
    hint: {
      en: 'Correct the attribute, or save the sheet in Cocos Studio again.',
      zh: '请修正该属性，或在 Cocos Studio 中重新保存图集。'
    }
  },
  CCSUI_CSI_ENTRY: {
    kind: 'content',
    ...workFailed,
    text: {
      en: '{file}:{line}:{column}: {path} is no picture, and a sheet holds nothing else.',
      zh: '{file}:{line}:{column}：{path} 不是图片，图集中只能放图片。'
    },
    hint: {
      en: 'Take the entry out of the sheet.',
      zh: '请从图集中删除该条目。'
    }
  },
  CCSUI_CSI_MISSING: {
    kind: 'content',
    ...workFailed,
    text: {
      en: '{file} packs {path}, which is not there.',
      zh: '{file} 要打包的 {path} 不存在。'
    },
    hint: {
      en: 'Add the picture, or take it out of the sheet in Cocos Studio.',
      zh: '请补上该图片，或在 Cocos Studio 中把它从图集中移除。'
    }
  },
  CCSUI_CSI_TOO_LARGE: {
    kind: 'content',
    ...workFailed,
    text: {
      en: 'The pictures of {file} do not fit one page of {width}×{height}, and a csi has only one.',
      zh: '{file} 的图片放不进一页 {width}×{height}，而一个 csi 只有一页。'
    },
    hint: {
      en: 'Raise the maximum size in the csi, or split it.',
      zh: '请在 csi 中调大最大尺寸，或把它拆开。'
    }
  },
  CCSUI_CSI_MIXED: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: 'The rule {rule} names csi files and {include}; a csi says itself which pictures it packs.',
      zh: '规则 {rule} 同时指定了 csi 和 {include}；csi 自己说明打包哪些图片。'
    },
    hint: {
      en: 'Give the other pictures a rule of their own.',
      zh: '请为其他图片另设规则。'
    }
  },
  CCSUI_CSI_TOOL: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: 'The rule {rule} names csi files, which {tool} does not read; the embedded packer does.',
      zh: '规则 {rule} 指定了 csi，{tool} 无法读取；请使用内置打包器。'
    },
    hint: {
      en: 'Leave "tool" out.',
      zh: '请去掉 "tool"。'
    }
  }
})
