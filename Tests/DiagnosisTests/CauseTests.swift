import Diagnosis
import Testing

struct CauseTests {
  @Test("every cause teaches, in whole sentences")
  func lessons() {
    for cause in Cause.allCases {
      #expect(cause.lesson.hasSuffix("."), "\(cause)")
      #expect(cause.lesson.count > 40, "\(cause)")
    }
  }

  @Test("43 causes, each with an id of its own")
  func ids() {
    #expect(Cause.ids.count == 43)
    #expect(Set(Cause.ids).count == 43)
  }
}
