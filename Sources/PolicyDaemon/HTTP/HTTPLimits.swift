import NIOCore
import NIOHTTP1

/// What one connection may ask of the daemon.
struct HTTPLimits: Sendable {
  /// The longest body: room for ``EvaluationsRequest/maximumItems`` items of four hundred bytes.
  var maximumBody = 4 << 20
  /// The longest request target.
  var maximumTarget = 8192
  /// The longest name and the longest value of a header field. The decoder keeps this limit for the target too, and
  /// does not say which of them broke it, so a target past it is refused as a header is.
  var maximumHeaderField = 16 << 10
  /// All header fields together.
  var maximumHeaderList = 64 << 10
  var maximumHeaderCount = 100
  /// How long a request may take to arrive once it has begun, and how long a client may leave an answer unread.
  var requestDeadline = TimeAmount.seconds(30)
  /// How long the end of a connection waits for the client to end its side, so that it reads the last answer
  /// before it learns that what it was still sending is not wanted.
  var lingering = TimeAmount.seconds(2)
  /// How long a connection without a request in flight is kept once the daemon is stopping: what was sent just
  /// before is still on its way.
  var drainQuiet = TimeAmount.milliseconds(100)
  /// How many bytes of answers may wait in the handler before it stops answering what is already read.
  var maximumPendingOutput = 256 << 10
  /// Bodies from this length on, which batches of several hundred evaluations have, are answered beside the event
  /// loop, so that one connection does not hold up others.
  var heavyBody = 64 << 10
  /// The same for batches that are not of the common shape, whose items may be many.
  var heavyBatch = 16 << 10

  /// The limits that the decoder itself keeps.
  var decoder: NIOHTTPDecoderLimitConfiguration {
    var configuration = NIOHTTPDecoderLimitConfiguration()
    configuration.maxHeaderFieldSize = maximumHeaderField
    configuration.maxHeaderListSize = maximumHeaderList
    configuration.maxHeaderFieldCount = maximumHeaderCount
    return configuration
  }
}
