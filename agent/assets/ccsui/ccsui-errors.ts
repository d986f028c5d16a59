import { defineErrors, joined, workFailed, wrongUsage } from '../../define-errors.js'

export const ccsuiErrors = defineErrors({
  CCSUI_UNREADABLE: {
    kind: 'content',
    ...workFailed,
    text: {
      en: '{file} cannot be read: {reason}',
      zh: '无法读取 {file}:{reason}'
    }
  },
  CCSUI_NO_INPUT: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: 'There is no csd file in {path}.',
      zh: '{path} 中没有 csd 文件。'
    },
    hint: {
      en: 'Name a csd file, a folder that holds some, or a Cocos Studio project (.ccs).',
      zh: '请指定 csd 文件、含有 csd 的目录,或 Cocos Studio 工程(.ccs)。'
    }
  },
  CCSUI_WRONG_ROOT: {
    kind: 'content',
    ...workFailed,
    text: {
      en: joined(
        '{file}:{line}:{column}: <{root}> is not the root of a csd; expected <GameFile> or ',
        '<GameProjectFile>.'
      ),
      zh: '{file}:{line}:{column}:<{root}> 不是 csd 的根元素;应为 <GameFile> 或 <GameProjectFile>。'
    }
  },
  CCSUI_NO_CONTENT: {
    kind: 'content',
    ...workFailed,
    text: {
      en: '{file}:{line}:{column}: <{root}> holds no <Content> without attributes.',
      zh: '{file}:{line}:{column}:<{root}> 中没有不带属性的 <Content>。'
    }
  },
  CCSUI_NO_OBJECT_DATA: {
    kind: 'content',
    ...workFailed,
    text: {
      en: '{file}:{line}:{column}: <Content> holds no <ObjectData>.',
      zh: '{file}:{line}:{column}:<Content> 中没有 <ObjectData>。'
    }
  },
  CCSUI_OLD_STUDIO: {
    kind: 'content',
    ...workFailed,
    text: {
      en: '{file}:{line}:{column}: written by Cocos Studio {version}; 2.1 or newer is needed.',
      zh: '{file}:{line}:{column}:由 Cocos Studio {version} 保存;需要 2.1 或更新版本。'
    },
    hint: {
      en: 'Studio 2.0 and older exported another csb (protocol buffers). Open the project in Studio 2.1 ' +
        'or newer once and save it.',
      zh: 'Studio 2.0 及更早版本导出的是另一种 csb(Protocol Buffers)。请用 2.1 或更新版本打开工程并保存一次。'
    }
  },
  CCSUI_IS_CSB: {
    kind: 'content',
    ...workFailed,
    text: {
      en: '{file} is an exported csb, not a csd.',
      zh: '{file} 是已导出的 csb,不是 csd。'
    },
    hint: {
      en: 'Name the csd that it was exported from; "packline ccsui dump" shows what a csb holds.',
      zh: '请指定导出它的 csd;"packline ccsui dump" 可查看 csb 的内容。'
    }
  },
  CCSUI_UNKNOWN_CLASS: {
    kind: 'content',
    ...workFailed,
    text: {
      en: '{file}:{line}:{column}: {nodePath} is of the class "{className}", which the engine cannot load.',
      zh: '{file}:{line}:{column}:{nodePath} 的类 "{className}" 引擎无法加载。'
    },
    hint: {
      en: 'Use a class that Cocos Studio has, or set unknownClass to "node" to write it as a plain Node.',
      zh: '请使用 Cocos Studio 自带的类,或把 unknownClass 设为 "node",按普通 Node 写出。'
    }
  },
  CCSUI_REFERENCE_OUTSIDE: {
    kind: 'content',
    ...workFailed,
    text: {
      en: '{file}:{line}:{column}: {nodePath} names {path}, which is outside of the project.',
      zh: '{file}:{line}:{column}:{nodePath} 引用了工程之外的 {path}。'
    },
    hint: {
      en: "Paths are relative to the project's cocosstudio folder. Copy the file into the project.",
      zh: '路径相对于工程的 cocosstudio 目录。请把该文件复制到工程中。'
    }
  },
  CCSUI_MISSING_REFERENCE: {
    kind: 'content',
    ...workFailed,
    text: {
      en: 'Csd files name what is not in the project ({count}):\n{list}',
      zh: 'csd 文件引用的 {count} 项内容不在项目中:\n{list}'
    },
    hint: {
      en: "Add or rename them, or set checkReferences to false in the rule's options.",
      zh: '请补上或重命名,或在规则的选项中把 checkReferences 设为 false。'
    }
  },
  CCSUI_DUPLICATE_OUTPUT: {
    kind: 'content',
    ...workFailed,
    text: {
      en: '{first} and {second} would both be written to {output}.',
      zh: '{first} 和 {second} 都会写入 {output}。'
    }
  },
  CCSUI_EXPORT_FAILED: {
    kind: 'content',
    ...workFailed,
    text: {
      en: '{failed} of {total} files cannot be exported; {written} csb were written.',
      zh: '{total} 个文件中有 {failed} 个无法导出;写入了 {written} 个 csb。'
    },
    hint: {
      en: "Each file's error is above. Unless --keep-going is given, nothing is written when any fails.",
      zh: '各文件的错误见上。除非指定 --keep-going,只要有文件失败就不写入任何内容。'
    }
  },
  CCSUI_OLD_CSB: {
    kind: 'content',
    ...workFailed,
    text: {
      en: '{file} is a csb of Cocos Studio 2.0 or older (protocol buffers), which is not supported.',
      zh: '{file} 是 Cocos Studio 2.0 或更早版本的 csb(Protocol Buffers),不受支持。'
    }
  },
  CCSUI_NOT_CSB: {
    kind: 'content',
    ...workFailed,
    text: {
      en: '{file} is not a readable csb: {reason} (at byte {offset}).',
      zh: '{file} 不是可读的 csb:{reason}(字节 {offset})。'
    }
  },
  CCSUI_WRONG_INPUT: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: '{rule}: {tool} exports {expected} files, and {file} is none.',
      zh: '{rule}:{tool} 导出的是 {expected} 文件,而 {file} 不是。'
    },
    hint: {
      en: 'Name .ccs projects for cocos-tool, which publishes whole projects, and .csd files for the ' +
        'other exporters.',
      zh: 'cocos-tool 发布整个工程,请为它指定 .ccs;其他导出工具请指定 .csd 文件。'
    }
  }
})
