using Microsoft.EntityFrameworkCore;

namespace Eval.Storage.Schema;

/// <summary>
/// The schema. The same model serves SQLite and, with its own migrations, PostgreSQL: what differs between them is decided by provider
/// here, never by two models.
/// </summary>
internal sealed class EvalContext(DbContextOptions<EvalContext> options) : DbContext(options)
{
    public DbSet<RunRow> Runs => Set<RunRow>();

    public DbSet<CandidateRow> Candidates => Set<CandidateRow>();

    public DbSet<SuiteRow> Suites => Set<SuiteRow>();

    public DbSet<CellRow> Cells => Set<CellRow>();

    public DbSet<CellTotalRow> CellTotals => Set<CellTotalRow>();

    public DbSet<CellCallsRow> CellCalls => Set<CellCallsRow>();

    public DbSet<SampleRow> Samples => Set<SampleRow>();

    public DbSet<EstimateRow> Estimates => Set<EstimateRow>();

    public DbSet<CachedAnswerRow> CachedAnswers => Set<CachedAnswerRow>();

    public DbSet<GateDecisionRow> GateDecisions => Set<GateDecisionRow>();

    public DbSet<GateWaiverRow> GateWaivers => Set<GateWaiverRow>();

    public DbSet<JudgeCardRow> JudgeCards => Set<JudgeCardRow>();

    public DbSet<BattleRow> Battles => Set<BattleRow>();

    public DbSet<VoteRow> Votes => Set<VoteRow>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<Enum>().HaveConversion<string>();
        if (Database.IsSqlite())
        {
            // SQLite has no time type, and EF cannot order or compare its text form.
            configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcTicksConverter>();
        }
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<RunRow>(run =>
        {
            run.HasIndex(r => r.PlanHash);
            run.HasIndex(r => r.Name);
            run.HasMany(r => r.Tags).WithOne().HasForeignKey(t => t.RunId).OnDelete(DeleteBehavior.Cascade);
            run.HasOne(r => r.Import).WithOne().HasForeignKey<RunImportRow>(i => i.RunId).OnDelete(DeleteBehavior.Cascade);
            run.HasMany(r => r.Cells).WithOne().HasForeignKey(c => c.RunId).OnDelete(DeleteBehavior.Cascade);
        });
        modelBuilder.Entity<RunTagRow>(tag =>
        {
            tag.ToTable("RunTags").HasKey(t => new { t.RunId, t.Key });
            tag.HasIndex(t => new { t.Key, t.Value });
        });
        modelBuilder.Entity<RunImportRow>(import =>
        {
            import.ToTable("RunImports").HasKey(i => i.RunId);
            import.HasIndex(i => i.Sha256);
        });
        modelBuilder.Entity<CandidateRow>().HasIndex(c => c.SnapshotHash).IsUnique();
        modelBuilder.Entity<SuiteRow>().HasIndex(s => new { s.Name, s.Version, s.DefinitionHash }).IsUnique();
        modelBuilder.Entity<CellRow>(cell =>
        {
            cell.HasIndex(c => new { c.RunId, c.Position }).IsUnique();
            cell.HasOne(c => c.Candidate).WithMany().HasForeignKey(c => c.CandidateId).OnDelete(DeleteBehavior.Restrict);
            cell.HasOne(c => c.Suite).WithMany().HasForeignKey(c => c.SuiteId).OnDelete(DeleteBehavior.Restrict);
            cell.HasMany(c => c.Estimates).WithOne().HasForeignKey(e => e.CellId).OnDelete(DeleteBehavior.Cascade);
        });
        modelBuilder.Entity<CellTotalRow>(total =>
        {
            total.HasKey(t => new { t.CellId, t.Outcome });
            total.HasOne<CellRow>().WithMany().HasForeignKey(t => t.CellId).OnDelete(DeleteBehavior.Cascade);
        });
        modelBuilder.Entity<CellCallsRow>(calls =>
        {
            calls.HasKey(c => c.CellId);
            calls.HasOne<CellRow>().WithOne().HasForeignKey<CellCallsRow>(c => c.CellId).OnDelete(DeleteBehavior.Cascade);
        });
        modelBuilder.Entity<SampleRow>(sample =>
        {
            // The unique index also answers "what is stored of this cell" without touching the table; the other one finds the few failures.
            sample.HasIndex(s => new { s.CellId, s.Epoch, s.Ordinal }).IsUnique();
            sample.HasIndex(s => new { s.CellId, s.Outcome, s.Epoch, s.Ordinal });
            sample.HasOne<CellRow>().WithMany().HasForeignKey(s => s.CellId).OnDelete(DeleteBehavior.Cascade);
            sample.HasOne<SampleTextRow>().WithOne().HasForeignKey<SampleTextRow>(t => t.Id).OnDelete(DeleteBehavior.Cascade);
        });
        modelBuilder.Entity<SampleTextRow>().ToTable("SampleTexts").Property(t => t.Id).ValueGeneratedNever();
        modelBuilder.Entity<EstimateRow>().HasIndex(e => new { e.CellId, e.MetricId, e.Slice }).IsUnique();
        modelBuilder.Entity<CachedAnswerRow>(answer =>
        {
            answer.HasIndex(a => a.Key).IsUnique();
            answer.HasIndex(a => a.CandidateName);
            answer.HasIndex(a => a.ExpiresAt);
        });
        modelBuilder.Entity<GateDecisionRow>(decision =>
        {
            decision.HasIndex(d => d.AttemptKey);
            decision.HasIndex(d => new { d.Gate, d.Verdict });
            decision.HasMany(d => d.Evidence).WithOne().HasForeignKey(e => e.DecisionId).OnDelete(DeleteBehavior.Cascade);
            decision.HasMany(d => d.Waivers).WithOne().HasForeignKey(w => w.DecisionId).OnDelete(DeleteBehavior.Cascade);
        });
        modelBuilder.Entity<GateEvidenceRow>().ToTable("GateEvidence").HasKey(e => new { e.DecisionId, e.Position });
        modelBuilder.Entity<JudgeCardRow>().HasIndex(c => new { c.JudgeIdentity, c.Method, c.MethodVersion, c.RubricHash });
        modelBuilder.Entity<BattleRow>(battle =>
        {
            battle.HasIndex(b => new { b.RunId, b.Suite, b.Ordinal }).IsUnique();
            battle.HasOne<RunRow>().WithMany().HasForeignKey(b => b.RunId).OnDelete(DeleteBehavior.Cascade);
            battle.HasOne<BattleTextRow>().WithOne().HasForeignKey<BattleTextRow>(t => t.Id).OnDelete(DeleteBehavior.Cascade);
        });
        modelBuilder.Entity<BattleTextRow>().ToTable("BattleTexts").Property(t => t.Id).ValueGeneratedNever();
        modelBuilder.Entity<VoteRow>(vote =>
        {
            vote.HasIndex(v => new { v.RunId, v.Suite, v.SampleOrdinal, v.Epoch, v.CandidateA, v.CandidateB, v.Rater }).IsUnique();
            vote.HasOne<RunRow>().WithMany().HasForeignKey(v => v.RunId).OnDelete(DeleteBehavior.Cascade);
        });
        if (Database.IsSqlite())
        {
            // The writer numbers samples itself; EF would make it AUTOINCREMENT, which costs a second write per row.
            modelBuilder.Entity<SampleRow>().Property(s => s.Id).ValueGeneratedNever();
        }
    }
}
