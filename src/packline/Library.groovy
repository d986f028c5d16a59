// Generated from resources/steps by npm run generate; do not edit.
package packline

class Library implements Serializable {
  static final String VERSION = '0.1.0'
}
