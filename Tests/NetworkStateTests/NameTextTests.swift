import NetworkState
import Testing

struct NameTextTests {
  @Test(
    "A name stays on its line",
    arguments: [
      ("red", "red"), ("Ä-1.x", "Ä-1.x"), ("a\nb", "a␊b"), ("\u{1B}[2J", "␛[2J"), ("", ""),
      ("a\r\n\tb", "a␍␊␉b"), ("a\u{7F}\u{85}\u{2028}b", "a\u{FFFD}\u{FFFD}\u{FFFD}b"),
    ])
  func oneLine(_ name: String, _ shown: String) {
    #expect(name.onOneLine == shown)
    #expect("\(Place.namespace(name, host: Place.defaultHostName))" == shown)
    #expect("\(Place.namespace(name, host: "a"))" == "a/\(shown)")
  }
}
