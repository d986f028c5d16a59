import { defineErrors, workFailed } from '../../../define-errors.js'

export const studioXmlErrors = defineErrors({
  CCSUI_NOT_XML: {
    kind: 'content',
    ...workFailed,
    text: {
      en: '{file}:{line}:{column}: not well-formed XML: {reason}.',
      zh: '{file}:{line}:{column}：不是格式正确的 XML：{reason}。'
    },
    hint: {
      en: 'Open the file in Cocos Studio and save it again; a conflict of a merge may be left ' +
        'in it.',
      zh: '请在 Cocos Studio 中打开并重新保存该文件；其中可能残留未解决的合并冲突。'
    }
  },
  CCSUI_LFS_POINTER: {
    kind: 'content',
    ...workFailed,
    text: {
      en: '{file} is only a pointer of git-lfs; the file itself was not fetched.',
      zh: '{file} 只是 git-lfs 的指针，文件本身没有取回。'
    },
    hint: {
      en: 'Run "git lfs pull" in the workspace.',
      zh: '请在工作区中运行 "git lfs pull"。'
    }
  },
  CCSUI_CONFLICT: {
    kind: 'content',
    ...workFailed,
    text: {
      en: '{file}:{line}:{column}: a merge left its conflict here.',
      zh: '{file}:{line}:{column}：这里留有合并冲突。'
    },
    hint: {
      en: 'Take one of the two versions, or merge them by hand, and commit the file.',
      zh: '请选用其中一个版本，或手工合并，然后提交该文件。'
    }
  },
  CCSUI_TRUNCATED: {
    kind: 'content',
    ...workFailed,
    text: {
      en: '{file}:{line}:{column}: cut off: {reason}.',
      zh: '{file}:{line}:{column}：文件不完整：{reason}。'
    },
    hint: {
      en: 'Take the file from an earlier commit, or save it again in Cocos Studio.',
      zh: '请从更早的提交中取回该文件，或在 Cocos Studio 中重新保存。'
    }
  },
  CCSUI_NOT_UTF8: {
    kind: 'content',
    ...workFailed,
    text: {
      en: '{file}:{line}:{column}: not UTF-8 (found {encoding}).',
      zh: '{file}:{line}:{column}：不是 UTF-8（实际为 {encoding}）。'
    },
    hint: {
      en: 'Save the file as UTF-8.',
      zh: '请将文件保存为 UTF-8。'
    }
  },
  CCSUI_DUPLICATE_ATTRIBUTE: {
    kind: 'content',
    ...workFailed,
    text: {
      en: '{file}:{line}:{column}: <{element}> has the attribute {attribute} twice.',
      zh: '{file}:{line}:{column}：<{element}> 的属性 {attribute} 出现了两次。'
    },
    hint: {
      en: 'Take one of the two away; a merge may have left it.',
      zh: '请删除其中一个；可能是合并留下的。'
    }
  },
  CCSUI_DOCTYPE: {
    kind: 'content',
    ...workFailed,
    text: {
      en: '{file}:{line}:{column}: a document type declaration is not accepted.',
      zh: '{file}:{line}:{column}：不接受文档类型声明（DOCTYPE）。'
    },
    hint: {
      en: 'Cocos Studio writes none. Remove it; entities of its own are refused for safety.',
      zh: 'Cocos Studio 不会写入它。请删除；出于安全，自定义实体会被拒绝。'
    }
  },
  CCSUI_ENTITY: {
    kind: 'content',
    ...workFailed,
    text: {
      en: '{file}:{line}:{column}: {entity} is no known entity or character.',
      zh: '{file}:{line}:{column}：{entity} 不是已知的实体或字符。'
    },
    hint: {
      en: 'Known are &amp; &lt; &gt; &quot; &apos; and character references such as &#xA;. A bare & is ' +
        'written &amp;.',
      zh: '可用的有 &amp; &lt; &gt; &quot; &apos; 以及 &#xA; 这样的字符引用。单独的 & 应写作 &amp;。'
    }
  },
  CCSUI_TOO_LARGE: {
    kind: 'content',
    ...workFailed,
    text: {
      en: '{file} has {size} bytes; at most {maximum} are read.',
      zh: '{file} 有 {size} 字节；最多读取 {maximum} 字节。'
    },
    hint: {
      en: 'No interface is that large: check what the file is, and divide it if it is one.',
      zh: '界面文件不会这么大：请确认文件内容；如确为界面，请拆分。'
    }
  },
  CCSUI_TOO_DEEP: {
    kind: 'content',
    ...workFailed,
    text: {
      en: '{file}:{line}:{column}: more than {maximum} levels.',
      zh: '{file}:{line}:{column}：超过 {maximum} 层。'
    },
    hint: {
      en: 'Cocos Studio nests no interface that deep: restore the file from the repository.',
      zh: 'Cocos Studio 的界面不会嵌套这么深：请从仓库恢复该文件。'
    }
  },
  CCSUI_TOO_MANY: {
    kind: 'content',
    ...workFailed,
    text: {
      en: '{file}:{line}:{column}: more than {maximum} {what}.',
      zh: '{file}:{line}:{column}：{what} 超过 {maximum} 个。'
    },
    hint: {
      en: 'Divide the file into several.',
      zh: '请把该文件拆分成几个。'
    }
  },
  CCSUI_OLD_TIMELINE: {
    kind: 'content',
    ...workFailed,
    text: {
      en: '{file}:{line}:{column}: nothing is known of "{frameType}", a timeline of Cocos Studio 2.0.',
      zh: '{file}:{line}:{column}：Cocos Studio 2.0 写下的时间轴 "{frameType}" 未知。'
    },
    hint: {
      en: 'Open the csd in Studio 2.1 or newer once and save it.',
      zh: '请用 Studio 2.1 或更新版本打开该 csd 并保存一次。'
    }
  }
})
