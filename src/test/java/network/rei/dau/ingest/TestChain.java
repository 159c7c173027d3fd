package network.rei.dau.ingest;

import akka.NotUsed;
import akka.stream.javadsl.JavaFlowSupport;
import akka.stream.javadsl.Source;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import network.rei.dau.activity.block.BlockActivity;
import network.rei.dau.activity.block.BlockHeader;
import network.rei.dau.activity.block.BlockRange;
import network.rei.dau.activity.block.Hash;
import network.rei.dau.chain.BlockSequence;
import network.rei.dau.chain.ChainClient;
import network.rei.dau.chain.ChainException;
import network.rei.dau.chain.ChainIdentity;
import network.rei.dau.chain.EndpointStatus;
import network.rei.dau.chain.proof.ProofLevel;
import network.rei.dau.stats.TestBlocks;

/** A chain of {@link TestBlocks} whose length and answers a test can set. */
public final class TestChain implements ChainClient {

  private final int secondsApart;
  private volatile long newest;
  private volatile long firstServed;
  private volatile Optional<ChainException> down = Optional.empty();
  private volatile Optional<String> headersFailure = Optional.empty();
  private volatile Supplier<CompletionStage<Long>> newestAnswer =
      () -> CompletableFuture.completedFuture(newest);
  private volatile Function<BlockRange, CompletionStage<List<BlockActivity>>> blocksAnswer =
      this::blocksAsTheyAre;
  private volatile Hash genesis = TestBlocks.hash(0);
  private final Queue<Hash> otherGenesis = new ConcurrentLinkedQueue<>();
  private volatile List<EndpointStatus> endpoints = List.of();
  private final List<BlockRange> fetched = new CopyOnWriteArrayList<>();
  private final Map<Long, BlockHeader> otherHeaders = new ConcurrentHashMap<>();
  private final Set<ProofLevel> proofs = ConcurrentHashMap.newKeySet();
  private final AtomicInteger newestCalls = new AtomicInteger();
  private final SubmissionPublisher<String> announcements =
      new SubmissionPublisher<>(Runnable::run, 16);

  public TestChain(long newest) {
    this(newest, 3);
  }

  public TestChain(long newest, int secondsApart) {
    this.newest = newest;
    this.secondsApart = secondsApart;
  }

  CompletionStage<List<BlockActivity>> blocksAsTheyAre(BlockRange range) {
    return CompletableFuture.completedFuture(
        TestBlocks.blocks(range.first(), range.last(), secondsApart));
  }

  static CompletionStage<List<BlockActivity>> good(BlockRange range) {
    return CompletableFuture.completedFuture(TestBlocks.blocks(range.first(), range.last()));
  }

  static <T> CompletionStage<T> failing(String reason) {
    return CompletableFuture.failedFuture(
        new ChainException(ChainException.Kind.MISSING_BLOCK, reason));
  }

  public void newest(long number) {
    newest = number;
  }

  /** An endpoint announces a new head. */
  void announceHead() {
    announcements.submit("test");
  }

  @Override
  public Source<String, NotUsed> newHeads() {
    return JavaFlowSupport.Source.fromPublisher(announcements);
  }

  /** The headers of blocks below this one are not served from now on. */
  public void servesFrom(long number) {
    firstServed = number;
  }

  /** Every call fails from now on. */
  void down(String reason) {
    down = Optional.of(new ChainException(ChainException.Kind.UNREACHABLE, reason));
  }

  /** The headers of numbered blocks cannot be read from now on. */
  void failHeaders(String reason) {
    headersFailure = Optional.of(reason);
  }

  void up() {
    down = Optional.empty();
  }

  void newestAnswer(Supplier<CompletionStage<Long>> answer) {
    newestAnswer = answer;
  }

  public void blocksAnswer(Function<BlockRange, CompletionStage<List<BlockActivity>>> answer) {
    blocksAnswer = answer;
  }

  void genesis(Hash hash) {
    genesis = hash;
  }

  /** Block 0 is answered with this hash once, before the others. */
  void genesisOnce(Hash hash) {
    otherGenesis.add(hash);
  }

  public void endpoints(EndpointStatus... states) {
    endpoints = List.of(states);
  }

  /** Returns the ranges that were requested, in order. */
  List<BlockRange> fetched() {
    return List.copyOf(fetched);
  }

  /** Returns what was to be proven of the blocks that were fetched. */
  public Set<ProofLevel> proofs() {
    return proofs;
  }

  int newestCalls() {
    return newestCalls.get();
  }

  @Override
  public CompletionStage<BlockHeader> head() {
    newestCalls.incrementAndGet();
    return answer(newestAnswer).thenApply(this::header);
  }

  @Override
  public CompletionStage<BlockSequence> blocks(BlockRange range, ProofLevel atLeast) {
    fetched.add(range);
    proofs.add(atLeast);
    return answer(() -> blocksAnswer.apply(range))
        .thenApply(blocks -> new BlockSequence(blocks, Optional.empty()));
  }

  @Override
  public CompletionStage<List<BlockHeader>> headers(List<Long> numbers) {
    return headersFailure
        .map(TestChain::<List<BlockHeader>>failing)
        .orElseGet(
            () ->
                answer(
                    () ->
                        CompletableFuture.completedFuture(
                            numbers.stream().map(this::header).toList())));
  }

  @Override
  public CompletionStage<List<Optional<BlockHeader>>> headersIfServed(List<Long> numbers) {
    return headers(numbers)
        .thenApply(
            headers ->
                headers.stream()
                    .map(header -> Optional.of(header).filter(h -> h.number() >= firstServed))
                    .toList());
  }

  /** The headers of these blocks differ from those of the other blocks of the chain. */
  void headersAre(List<BlockActivity> blocks) {
    blocks.forEach(block -> otherHeaders.put(block.number(), block.header()));
  }

  private BlockHeader header(long number) {
    if (otherHeaders.containsKey(number)) {
      return otherHeaders.get(number);
    }
    return TestBlocks.header(number, secondsApart);
  }

  @Override
  public CompletionStage<ChainIdentity> identity() {
    return answer(
        () -> {
          Hash hash = Optional.ofNullable(otherGenesis.poll()).orElse(genesis);
          return CompletableFuture.completedFuture(new ChainIdentity(47_805, Optional.of(hash)));
        });
  }

  @Override
  public List<EndpointStatus> endpoints() {
    return endpoints;
  }

  @Override
  public void close() {}

  private <T> CompletionStage<T> answer(Supplier<CompletionStage<T>> answer) {
    return down.map(CompletableFuture::<T>failedFuture)
        .<CompletionStage<T>>map(failed -> failed)
        .orElseGet(answer);
  }
}
